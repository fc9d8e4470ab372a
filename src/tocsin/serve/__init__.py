"""Serve: the desk, pages on a store for reading, checking and correcting.

In: a store. Out: HTML that works without scripts, and the same lists as JSON and CSV at the same addresses. Whatever
stands in a report is taken for hostile: it is shown as text, never as markup. `create_app` makes the application.
"""

from tocsin.serve.app import create_app as create_app
