"""Every kind of page that the product has, with its address in the business of `business.fill`."""


def addresses(house, made):
    """Name → address, for somebody signed in. The site's own pages are in `site`."""
    contact, company, deal = made["contacts"][0]["id"], made["companies"][0]["id"], made["deals"][0]
    workflow, run = house.list("workflows")[0]["id"], house.list("runs")[0]["id"]
    return {
        "home": "/app", "ecosystem": "/app/ecosystem", "arion": "/app/arion", "spark": "/app/spark", "oliver": "/app/oliver", "stella": "/app/stella",
        "forge": "/app/forge", "argus": "/app/argus", "list": "/app/spark/contacts", "filtered list": "/app/spark/contacts?filter=score%20%3E%2020",
        "wrong filter": "/app/spark/contacts?filter=score%20%3E%20%22x%22", "empty list": "/app/spark/campaigns", "record": f"/app/spark/contacts/{contact}",
        "long name": f"/app/spark/contacts/{made['contacts'][3]['id']}", "form": f"/app/spark/contacts/{contact}/edit", "new form": "/app/spark/contacts/new",
        "company": f"/app/spark/companies/{company}", "board": "/app/spark/board", "deal": f"/app/spark/deals/{deal}", "invoices": "/app/oliver/invoices",
        "invoice": f"/app/oliver/invoices/{made['invoices'][0]}", "draft": f"/app/oliver/invoices/{made['invoices'][2]}",
        "invoice on paper": f"/app/oliver/invoices/{made['invoices'][0]}/print", "action": f"/app/actions/oliver.payment.record?invoice={made['invoices'][1]}",
        "today": "/app/oliver/today", "dashboards": "/app/stella/dashboards", "dashboard": "/app/stella/d/money", "workflow": f"/app/argus/workflows/{workflow}",
        "editor": f"/app/argus/workflows/{workflow}/editor", "run": f"/app/argus/runs/{run}", "builder": "/app/forge/builder", "fields": "/app/forge/builder/contact",
        "new object": "/app/forge/builder/new", "search": "/app/search?q=mirjam", "visits": "/app/arion/visits", "no such record": "/app/spark/contacts/0AM57B2780000",
        "no such page": "/app/nothing/here",
    }


def site():
    """Name → address, for anybody."""
    return {"front page": "/", "journal": "/signal", "article": "/signal/why-the-list-was-slow", "landing page": "/tasting", "nothing on the site": "/nowhere", "login": "/login"}


def live(house):
    """A business with every kind of record in it, a finished run among them."""
    import business
    from house import until

    business.found(house)
    made = business.fill(house)
    recipe = house.act("argus.recipe.install", recipe="won", template="Onboarding")
    house.act("argus.workflow.activate", workflow=recipe["record"]["id"])
    house.act("spark.deal.win", deal=made["deals"][2])
    until("a finished run", lambda: [run for run in house.list("runs") if run["status"] in ("done", "failed")])
    return made
