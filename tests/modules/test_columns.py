"""What the page knows of a column is what the engine has in its table."""

from playwright.sync_api import Page

from engine.running.columns import COLUMNS

WIDTHS = (1, 2, 3, 1000)
READ = """async (widths) => Object.entries((await import("/static/run/columns.js")).COLUMNS).map(
  ([name, column]) => [name, widths.map(column.entries), column.isWide, column.needsData, column.sameAs])"""


def test_the_pages_table_is_the_engines(bare: Page) -> None:
    wanted = [
        [name, [column.width.entries(parameters) for parameters in WIDTHS], column.is_wide, column.needs_data, column.same_as]
        for name, column in COLUMNS.items()
    ]
    assert bare.evaluate(READ, WIDTHS) == wanted
