"""What hands do all day: palette, keys, lists of ten thousand, forms that refuse, logging in and out."""
import re

from playwright.sync_api import expect

import business
from house import OWNER, Unmet

COUNT = 10_000


def prepare(house):
    business.found(house)
    rows = ["name,email,city,score,stage"]
    stages = ["lead", "opportunity", "customer", "lost"]
    for number in range(COUNT):
        rows.append(f"Person {number:05},person{number:05}@many.test,{['Zürich', 'Basel', 'Genève'][number % 3]},{number % 100},{stages[number % 4]}")
    table = house.folder / "contacts.csv"
    table.write_text("\n".join(rows) + "\n")
    house.sextant("import", str(table), "--workspace", "harbour")
    house.create("contacts", name="Mirjam Oberholzer", email="m.oberholzer@limmat.test")


def story_palette(stage):
    """Ctrl-K finds a person by name, goes to a page and does something new"""
    page = stage.go("/app")
    page.keyboard.press("Control+k")
    palette(page).fill("oberholzer")
    expect(page.get_by_role("option", name="Mirjam Oberholzer").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Mirjam Oberholzer")
    page.keyboard.press("Control+k")
    palette(page).fill("new company")
    expect(page.get_by_role("option").first).to_contain_text("New company")
    page.keyboard.press("Enter")
    page.wait_for_url("**/spark/companies/new")
    page.keyboard.press("Control+k")
    palette(page).fill("no such thing at all")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette(page)).to_be_hidden()


def palette(page):
    return page.get_by_role("combobox", name="Search, or do anything")


def story_keys(stage):
    """g and a letter goes to a platform, c creates, e edits, arrows move, ? shows all"""
    page = stage.go("/app")
    page.keyboard.press("g")
    page.keyboard.press(page.locator("nav#platforms a[data-go]", has_text="Spark").get_attribute("data-go"))
    expect(page.locator("h1")).to_have_text("Spark")
    page = stage.go("/app/spark/contacts")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator("main tbody tr").nth(1)
    expect(second).to_have_class(re.compile("here"))
    name = second.locator("a").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    page.keyboard.press("e")
    page.wait_for_url("**/edit")
    page = stage.go("/app/spark/contacts")
    page.keyboard.press("c")
    page.wait_for_url("**/contacts/new")
    page = stage.go("/app/spark/contacts")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Keys")).to_be_hidden()


def story_partial_navigation(stage):
    """Links swap the page without loading it whole; back and forward hold, and focus goes to the heading"""
    page = stage.go("/app/spark/contacts")
    page.evaluate("window.kept = true")
    page.locator("nav#platforms").get_by_role("link", name="Companies").click()
    expect(page.locator("h1")).to_have_text("Companies")
    expect(page.locator("h1")).to_be_focused()
    expect(page).to_have_title(re.compile("^Companies"))
    page.go_back()
    expect(page.locator("h1")).to_have_text("Contacts")
    page.go_forward()
    expect(page.locator("h1")).to_have_text("Companies")
    if not page.evaluate("window.kept === true"):
        raise Unmet("The page was loaded whole.")


def story_ten_thousand(stage):
    """A list of 10,000: filter builder, expression, sort, columns, pages by key and the exact count"""
    page = stage.go("/app/spark/contacts")
    expect(page.locator("main tbody tr")).to_have_count(50)
    page.get_by_text("+ Filter").click()
    page.locator("[data-condition] [name=field]").first.select_option("stage")
    page.locator("[data-condition] [name=value]").first.select_option("customer")
    page.get_by_role("button", name="+ Another condition").click()
    row = page.locator("[data-condition]").nth(1)
    row.locator("[name=field]").select_option("score")
    row.locator("[name=operator]").select_option(label="is at least" if row.get_by_role("option", name="is at least").count() else "≥")
    row.locator("[name=value]").fill("90")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".filters")).to_contain_text("Stage is Customer")
    expect(page.locator(".filters")).to_contain_text("Score ≥ 90")
    page.get_by_role("link", name=re.compile("[Cc]ount")).click()
    # Of every hundred numbers 90, 94 and 98 are customers: position 2 of 4.
    expect(page.locator(".pager")).to_contain_text("300")
    page.get_by_role("columnheader", name="Score").get_by_role("link").click()
    scores = first_cells(page, "Score")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Score")
    if first_cells(page, "Score") != sorted(first_cells(page, "Score"), key=int):
        raise Unmet(f"The scores are not in order: {scores}")
    page.get_by_role("link", name=re.compile("Next|Later|Further|More")).click()
    expect(page.locator(".pager")).to_contain_text(re.compile("First|start"))
    expect(page.locator("main tbody tr")).to_have_count(50)
    page.locator("summary", has_text="Columns").click()
    page.get_by_label("City").check()
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("thead")).to_contain_text("City")
    page.locator(".condition").first.click()
    expect(page.locator(".filters")).not_to_contain_text("Stage is Customer")


def first_cells(page, column):
    heads = [head.strip() for head in page.locator("main thead th").all_inner_texts()]
    index = next(place for place, head in enumerate(heads) if head.startswith(column))
    return [row.locator("td").nth(index).inner_text() for row in page.locator("main tbody tr").all()[:10]]


def story_wrong_filter(stage):
    """A filter that does not type-check is answered beside it, and stays as it was typed"""
    page = stage.page
    answer = page.goto("/app/spark/contacts?filter=" + "score%20%3E%20%22high%22")
    if answer.status != 422:
        raise Unmet(f"Answered {answer.status}.")
    expect(page.locator(".error").first).to_be_visible()
    expect(page.locator("textarea[name=filter]")).to_have_value('score > "high"')


def story_form_keeps_what_was_typed(stage):
    """A form that is refused says it beside the field and keeps every answer"""
    page = stage.go("/app/spark/contacts/new")
    page.locator("[name=name]").fill("Ida Form")
    page.locator("[name=email]").fill("ida at home")
    page.locator("[name=job_title]").fill("Baker")
    page.locator("main form").evaluate("(form) => { form.noValidate = true; }")
    page.get_by_role("button", name="Create contact").click()
    expect(page.locator(".field.wrong, .wrong").first).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Ida Form")
    expect(page.locator("[name=email]")).to_have_value("ida at home")
    expect(page.locator("[name=job_title]")).to_have_value("Baker")
    page.locator("[name=email]").fill("ida@home.test")
    page.get_by_role("button", name="Create contact").click()
    expect(page.locator("h1")).to_have_text("Ida Form")
    expect(page.locator(".toasts")).to_contain_text("created")


def story_board_by_keys(stage):
    """A card moves on the board by the keyboard, and stays where it went"""
    made = stage.house.act("spark.deal.create", name="By the keys", amount="CHF 100.00")["record"]["id"]
    page = stage.go("/app/spark/board")
    page.locator(f"[data-card='{made}'] a").first.focus()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Alt+ArrowRight")
    page.reload()
    expect(page.get_by_role("region", name="Qualified").locator(f"[data-card='{made}']")).to_be_visible()


def story_reference_lookup(stage):
    """A reference is chosen by typing a name"""
    page = stage.go("/app/spark/deals/new")
    field = page.get_by_label("Contact", exact=False).first
    field.fill("oberholzer")
    page.get_by_role("option", name=re.compile("Mirjam")).first.click()
    expect(field).to_have_value("Mirjam Oberholzer")


def story_login(stage):
    """A wrong password is refused kindly, the right one comes in, logging out ends it, and a page asked for is found again"""
    page = stage.visitor()
    page.goto("/app/spark/contacts")
    page.wait_for_url("**/login**")
    page.get_by_label("E-mail").fill(OWNER)
    page.get_by_label("Password").fill("not it")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[role=alert], .error, .notice.bad").first).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value(OWNER)
    expect(page.get_by_label("Password")).to_have_value("")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Contacts")
    page.locator(".who summary").click()
    page.get_by_role("button", name=re.compile("(Log|Sign) out")).click()
    page.wait_for_url("**/login")
    page.goto("/app")
    page.wait_for_url("**/login**")


def story_switch_workspace(stage):
    """One login, two businesses: the switcher goes from one to the other, and nothing of one is seen in the other"""
    page = stage.visitor()
    stage.sign_in(page)
    here = page.locator(".switcher > summary").inner_text()
    page.locator(".switcher > summary").click()
    other = "North Roastery" if "Harbour" in here else "Harbour Coffee"
    page.locator(".switcher .sheet").get_by_text(other).click()
    expect(page.locator(".switcher > summary")).to_contain_text(other)
    page.goto("/app/spark/contacts")
    expect(page.locator("main")).to_contain_text("There are no contacts yet." if other == "North Roastery" else "Mirjam")
