"""Finds the stories (functions `story_*` in files `story_*.py`), runs them in one Chromium and counts.

Each file gets a fresh house, each story a fresh browser context; a story takes a `Stage`.
"""
import importlib
import os
import pathlib
import re
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

from house import House, ROOT, Unmet
from stage import Stage

HERE = pathlib.Path(__file__).resolve().parent
PICTURES = ROOT / ".build" / "browser"


def stories(wanted):
    for path in sorted(HERE.glob("story_*.py")):
        module = importlib.import_module(path.stem)
        functions = [value for name, value in vars(module).items() if name.startswith("story_") and callable(value) and value.__module__ == path.stem]
        chosen = [one for one in functions if not wanted or any(word in one.__name__ or word in path.stem for word in wanted)]
        if chosen:
            yield module, chosen


def main():
    wanted = sys.argv[1:]
    passed = failed = 0
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["SEXTANT_CHROMIUM"], args=["--no-sandbox", "--disable-dev-shm-usage"])
        for module, functions in stories(wanted):
            house = House(os.environ["SEXTANT_BINARY"])
            try:
                house.open()
                if hasattr(module, "prepare"):
                    module.prepare(house)
                for story in functions:
                    began = time.monotonic()
                    stage = Stage(house, browser, PICTURES, story.__name__)
                    sentence = (story.__doc__ or story.__name__).strip().splitlines()[0]
                    try:
                        story(stage)
                        stage.require_quiet()
                        passed += 1
                        print(f"✔ {sentence} ({time.monotonic() - began:.1f} s)", flush=True)
                    except Exception as error:
                        failed += 1
                        stage.picture("failed")
                        words = str(error) if isinstance(error, Unmet) else traceback.format_exc(limit=-4)
                        print(f"✘ {sentence} [{story.__name__}]\n  {re.sub(chr(10), chr(10) + '  ', words)}", flush=True)
                    finally:
                        stage.close()
            except Exception:
                failed += len(functions)
                print(f"✘ The house of {module.__name__} did not open:\n{traceback.format_exc(limit=-3)}", flush=True)
            finally:
                if os.environ.get("SEXTANT_KEEP_LOG"):
                    print((house.folder / "server.log").read_text()[-4000:])
                house.close()
        browser.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
