"""The pages, one a file, found by `app.page.page.pages`."""
