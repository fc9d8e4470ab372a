"""tocsin."""
import datetime as _dt
def code(text, *, published=None, outlet="", lang="", title="", url=""):
    from tocsin.ingest import report_from_text
    from tocsin.knowledge import load_knowledge
    from tocsin.pipeline import code_report
    if isinstance(published, str): published = _dt.date.fromisoformat(published)
    return code_report(report_from_text(text, published=published, outlet=outlet, lang=lang, title=title, url=url), load_knowledge())
class Coder:
    def code(self, *a, **k): return code(*a, **k)
