"""What the stories need before they begin, made through the outside interface: a small coffee business."""
ARTICLE = """---
title: "Why the list was slow"
journal: Signal
category: Signal
tags: [PostgreSQL, Performance]
author: Mia Roth
---

One query became four hundred. [Book a tasting](/tasting) and hear the rest.

## What we saw

The page needed a second, the database two milliseconds.

```python
for order in orders:
    print(order.customer.name)
```

| Before | After |
| --- | --- |
| 402 statements | 3 statements |
"""


def found(house):
    """A site with an article, a landing page and its form; a pipeline, a project template, a dashboard. No workflow."""
    house.act("spark.pipeline.set_up")
    house.create("project_templates", name="Onboarding", tasks="1 | Install the grinder\n7 | Ask how it tastes")
    site = house.create("sites", name="Harbour Coffee", slug="harbour", tagline="Roasted at the lake, brought by bicycle.", navigation="Signal | /signal\nBook a tasting | /tasting")
    form = house.create("forms", site=site["id"], name="Book a tasting", slug="tasting", asks="name*\nemail*", consent_wording="Yes, write to me about coffee.")
    house.create(
        "pages", site=site["id"], title="Taste it first", slug="tasting", lead="Four coffees, one hour, your office.", form=form["id"], status="published",
        body="We bring the grinder, the water and four coffees.\n\n- no cost\n- no obligation\n")
    article = house.folder / "article.md"
    article.write_text(ARTICLE)
    house.sextant("publish", str(article), "--workspace", "harbour")
    house.create(
        "letterheads", name="Harbour Coffee AG", address="Seestrasse 12\n8002 Zürich", email="hello@harbour.test", tax_number="CHE-123.456.789 MWST",
        account="CH93 0076 2011 6238 5295 7", terms="Payable within 30 days.")
    house.act("stella.dashboard.install")


def fill(house):
    """Companies, contacts, deals, tasks and invoices in every state, with long names among them."""
    companies = [house.create("companies", name=name, city=city, country=country) for name, city, country in [
        ("Limmat Studios AG", "Zürich", "Switzerland"), ("Rheinblick Hotels", "Basel", "Switzerland"),
        ("Vereinigte Kaffeeröstereien am Bodensee und Umgebung GmbH & Co. KG", "Konstanz", "Germany"),
    ]]
    people = [
        ("Mirjam Oberholzer", "m.oberholzer@limmat.test", "Office manager", "customer", 71, 0), ("Ben Frei", "ben.frei@limmat.test", "Founder", "lead", 12, 0),
        ("Noémie Dubois-Lachapelle", "noemie@rheinblick.test", "Purchasing", "lead", 40, 1),
        ("Maximiliane-Henriette von und zu Hohenstein-Wittelsbach-Langenburg", "mh@kaffee-bodensee.test", "Geschäftsführerin", "customer", 55, 2),
        ("Luca Rossi", "luca@rossi.test", None, "lead", 0, None),
    ]
    contacts = []
    for name, email, job, stage, score, company in people:
        contacts.append(house.create("contacts", **{key: value for key, value in {
            "name": name, "email": email, "job_title": job, "stage": stage, "score": score, "company": company is not None and companies[company]["id"] or None,
            "first_source": ["Search", "Referral", "Direct"][score % 3], "phone": "+41 44 555 01 77",
        }.items() if value is not None}))
    deals = []
    for index, (name, amount) in enumerate([("Espresso corner", "1284.50"), ("Filter for the lobby", "4200.00"), ("Vending on three floors of the new building by the river", "18450.00"), ("Beans, monthly", "380.00")]):
        made = house.act("spark.deal.create", name=name, contact=contacts[index]["id"], amount=f"CHF {amount}")
        deals.append(made["record"]["id"])
    for index, title in enumerate(["Call Mirjam about the grinder", "Send the offer to Rheinblick", "Order filter papers"]):
        house.act("oliver.task.create", title=title, contact=contacts[index]["id"], due_in_days=str(index))
    stages = house.list("stages", sort="position")
    house.act("spark.deal.move", deal=deals[1], stage=stages[1]["id"])
    house.act("spark.deal.win", deal=deals[0])
    invoices = []
    for index, deal in enumerate(deals[:3]):
        invoices.append(house.act("oliver.invoice.draft", deal=deal)["record"]["id"])
    house.act("oliver.invoice.issue", invoice=invoices[0])
    house.act("oliver.invoice.issue", invoice=invoices[1])
    house.act("oliver.payment.record", invoice=invoices[0], method="bank")
    house.act("spark.contact.log_call", contact=contacts[0]["id"], note="Wants a second grinder.")
    return {"companies": companies, "contacts": contacts, "deals": deals, "invoices": invoices}
