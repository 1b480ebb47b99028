"""What must hold on every kind of page: accessibility, a quiet console, the policy, the phone, and life without JavaScript."""
import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import pages
from house import Unmet

made = {}


def prepare(house):
    made.update(pages.live(house))


def everywhere(stage, page):
    """Visits every kind of page, first signed in, then as anybody."""
    stage.sign_in(page)
    for name, address in pages.addresses(stage.house, made).items():
        answer = page.goto(address)
        if answer.status >= 500:
            raise Unmet(f"{name} ({address}): {answer.status}")
        yield name, address
    page.context.clear_cookies()
    for name, address in pages.site().items():
        page.goto(address)
        yield name, address


def accessible(stage, **options):
    page, axe, wrong = stage.visitor(bypass_csp=True, **options), Axe(), []
    for name, address in everywhere(stage, page):
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        for one in found:
            nodes = [f"{' '.join(map(str, node['target']))}: {node['failureSummary'].splitlines()[-1].strip()}" for node in one["nodes"][:3]]
            wrong.append(f"{name} ({address}): {one['id']} – {one['help']}\n    " + "\n    ".join(nodes))
    if wrong:
        raise Unmet(f"{len(wrong)} violations\n" + "\n".join(wrong))


def story_accessible_in_light(stage):
    """axe finds nothing on any kind of page, in light"""
    accessible(stage, color_scheme="light")


def story_accessible_in_dark(stage):
    """axe finds nothing on any kind of page, in dark"""
    accessible(stage, color_scheme="dark")


def story_policy(stage):
    """No page breaks its content security policy or writes an error to the console"""
    page = stage.visitor()
    page.add_init_script("document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))")
    for name, address in everywhere(stage, page):
        expect(page.locator("main")).to_be_visible()
    stage.require_quiet()


def story_phone(stage):
    """No page scrolls sideways on a phone of 390 pixels"""
    page, wide = stage.visitor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True), []
    for name, address in everywhere(stage, page):
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            culprit = page.evaluate("[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 391 && !e.closest('.table, .board, .strip, .tabs, pre')).slice(0, 3).map(e => e.tagName + '.' + e.className)")
            wide.append(f"{name} ({address}): {width} px {json.dumps(culprit)}")
    if wide:
        raise Unmet("\n".join(wide))


def story_dark_phone(stage):
    """Every kind of page opens in the dark on a phone, without an error"""
    page = stage.visitor(viewport={"width": 390, "height": 844}, color_scheme="dark", reduced_motion="reduce")
    for name, address in everywhere(stage, page):
        expect(page.locator("main")).to_be_visible()


def story_without_scripts(stage):
    """Lists, filters, forms, the board and the editor work without JavaScript"""
    page = stage.visitor(java_script_enabled=False)
    for name, address in everywhere(stage, page):
        if not page.locator("main").inner_text().strip():
            raise Unmet(f"{name} ({address}) is empty without JavaScript.")
    stage.sign_in(page)
    without_scripts_list(page)
    without_scripts_form(page)
    without_scripts_board(stage, page)
    without_scripts_editor(page)


def without_scripts_list(page):
    page.goto("/app/spark/contacts")
    page.get_by_text("+ Filter").click()
    page.locator("[name=field]").first.select_option("stage")
    page.locator("[name=operator]").first.select_option(label="is")
    page.locator("[name=value]").first.fill("customer")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".filters")).to_contain_text("Stage is Customer")
    expect(page.locator("main table")).to_contain_text("Mirjam Oberholzer")
    expect(page.locator("main table")).not_to_contain_text("Luca Rossi")
    page.get_by_role("searchbox").first.fill("hohenstein")
    page.get_by_role("searchbox").first.press("Enter")
    expect(page.locator("main tbody tr")).to_have_count(1)


def without_scripts_form(page):
    page.goto("/app/spark/contacts/new")
    page.get_by_label("Name", exact=False).first.fill("Anouk ohne Skript")
    page.get_by_label("E-mail").fill("not an address")
    page.locator("form[method=post] button.primary").last.click()
    expect(page.locator("main .error").first).to_be_visible()
    expect(page.get_by_label("Name", exact=False).first).to_have_value("Anouk ohne Skript")
    page.get_by_label("E-mail").fill("anouk@skript.test")
    page.locator("form[method=post] button.primary").last.click()
    expect(page.locator("h1")).to_have_text("Anouk ohne Skript")


def without_scripts_board(stage, page):
    deal = [one for one in stage.house.list("deals") if one["outcome"] == "open"][0]
    page.goto("/app/spark/board")
    card = page.locator(f"[data-card='{deal['id']}']")
    card.locator("summary").click()
    card.get_by_role("button", name="Offer", exact=True).click()
    expect(page.locator("[data-column]", has_text="Offer").locator(f"[data-card='{deal['id']}']")).to_be_visible()


def without_scripts_editor(page):
    page.goto("/app/argus/workflows/new")
    page.locator("[name='trigger._name']").fill("Without a script")
    page.locator("[name='trigger._event']").select_option("spark.deal.won")
    page.get_by_text("+ Add a step").click()
    page.locator("button[value='add:oliver.task.create']").click()
    step = page.locator("[data-list-of-steps] > [data-step]")
    expect(step).to_have_count(1)
    expect(page.locator("[name='trigger._name']")).to_have_value("Without a script")
    step.locator("[name$='.title']").fill("Call {{ deal.name }}")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("h1")).to_have_text("Without a script")
