"""What a story acts on: a house, and a person in front of a browser."""
from playwright.sync_api import expect

from house import OWNER, PASSWORD, Unmet, until

expect.set_options(timeout=15_000)


# A person's browser; as "HeadlessChrome" the visits would be taken for a program's and not be counted.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36"


class Stage:
    def __init__(self, house, browser, pictures, name):
        self.house, self.browser, self.pictures, self.name = house, browser, pictures, name
        self.contexts, self.noise = [], []
        self._person = None

    @property
    def page(self):
        """The owner's page, signed in by the form the first time."""
        if self._person is None:
            self._person = self.visitor()
            self.sign_in(self._person)
        return self._person

    def visitor(self, **options):
        """A page of somebody new: own cookies, nobody's session. Options are Playwright's for a context."""
        context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", "user_agent": AGENT, "base_url": self.house.url, **options})
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._hear(page, message))
        page.on("pageerror", lambda error: self.noise.append(f"{page.url}: {error}"))
        return page

    def _hear(self, page, message):
        # A page that is meant to be refused says so on the console by itself; everything else is ours.
        if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
            self.noise.append(f"{page.url}: {message.text}")

    def sign_in(self, page, password=PASSWORD):
        page.goto("/login")
        page.get_by_label("E-mail").fill(OWNER)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/app**")

    def go(self, address):
        """Opens an address in the owner's page and requires an answer below 400."""
        answer = self.page.goto(address)
        if answer and answer.status >= 400:
            raise Unmet(f"{address}: {answer.status} {self.page.inner_text('body')[:300]}")
        return self.page

    def settle(self, what, ask, seconds=30):
        return until(what, ask, seconds)

    def sees(self, text, page=None, seconds=20):
        """Reloads until the page has the text: for what reactions and jobs bring."""
        page = page or self.page
        def look():
            if text in page.inner_text("main"):
                return True
            page.reload()
            return text in page.inner_text("main")
        until(f"“{text}” on {page.url}", look, seconds)

    def picture(self, name):
        for number, context in enumerate(self.contexts):
            for page in context.pages:
                try:
                    page.screenshot(path=str(self.pictures / f"{self.name}-{name}-{number}.png"), full_page=True, timeout=5_000)
                except Exception as error:  # A picture is a courtesy; the story's own failure is what counts.
                    print(f"  no picture: {str(error).splitlines()[0]}")

    def require_quiet(self):
        if self.noise:
            raise Unmet("The console is not quiet:\n" + "\n".join(self.noise[:10]))

    def close(self):
        for context in self.contexts:
            context.close()
