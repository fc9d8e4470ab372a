"""A five-sentence article in broken markup: all five sentences come back, or a flag says that some may be missing.

What a browser does not show (behind an open comment, script or quote) may be missing, flagged. Nothing else.
"""

import pytest

from tocsin.ingest.page import read_page

SENTENCES = (
    "The Osk Liberation Army fired eleven rockets at the harbour of Lissen before dawn on Tuesday.",
    "Two dock workers were killed and five people were taken to hospital, the mayor told reporters.",
    "Captain Edrik Vaal denied that his gunners had been anywhere near the coast that night.",
    "The government in Kasimar said it would answer every rocket with ten of its own.",
    "Mediators from Velmark asked both parties to keep to the truce which they signed in March.",
)

BROKEN = {
    "nothing": "",
    "open inline tags": "<b><i><u><font color=red>",
    "crossed tags": "<b><p>x</b>y</p><i><div></i>z</div>",
    "end tags only": "</div></div></span></table></b>",
    "end of the article": "</article>",
    "end of the body": "</body></html>",
    "a second body": "<body class=two><html lang=xx>",
    "a second head": "<head><title>Other</title></head>",
    "open box": "<div><div><div>",
    "open aside": "<p>foo<aside>bar<p>baz",
    "open navigation": "<nav><ul><li>Home",
    "open footer": "<footer>Contact",
    "open form": "<form action=x><input name=q>",
    "open list": "<ul><li>one<li>two<ol><li>three",
    "open table": "<table><tr><td>one<td>two",
    "text in a table": "<table>lost<tr>words<td>cell",
    "open heading": "<h2>Heading",
    "open link": "<a href=x>link",
    "links in links": "<a href=x>one<a href=y>two<a href=z>",
    "open quotation": "<blockquote><q>said",
    "open preformatted": "<pre>\nline\n  line",
    "open figure": "<figure><img src=x><figcaption>Smoke over the harbour",
    "open button": "<button>Share",
    "open details": "<details><summary>More",
    "select": "<select><option>one<option>two</select>",
    "frames": "<frameset><frame src=x></frameset>",
    "a frame": "<iframe src=x></iframe>",
    "a drawing": "<svg><g><text>label</text></svg>",
    "an open drawing": "<svg><g><text>label",
    "mathematics": "<math><mi>x</mi>",
    "unknown tags": "<foo><bar-baz><x:y>",
    "a tag that is none": "<3 rockets < 5 rockets <",
    "bogus comments": "<!x><?php echo 1 ?></ ><![if IE]>",
    "a comment": "<!-- gone -- > -->",
    "a comment of two marks": "<!--><!--->",
    "character data": "<![CDATA[ words ]]>",
    "bad references": "&#1;&#0;&#xD800;&#x110000;&#99999999999;&;&#;&#x;&nosuch;",
    "NUL and control characters": "\x00\x01\x0b\x1b[31m\x7f\x85",
    "attributes without quotes": "<p class=a b=c d>x</p>",
    "equal attributes": "<p id=a id=b id=c>x</p>",
    "a quote in a tag": "<p title='a\"b' alt=\"c'd\">x</p>",
    "a slash in a tag": "<p/><div/><br/></br></p>",
    "upper case": "<P><DIV CLASS=X>x</DIV></P>",
    "254 boxes": "<div>" * 254,
    "500 spans": "<span>" * 500,
    "300 bold": "<b>" * 300,
    "line breaks": "<br>" * 100,
    "a template": "<template><p>x</p></template>",
    "a style sheet": "<style>p { color: red }</style>",
    "a script": "<script>document.write('</p><p>x')</script>",
    "no script": "<noscript><p>Turn scripts on.</p></noscript>",
    "a byte order mark inside": "\ufeff",
    "a plain caption class": '<p class="caption">Smoke over the harbour</p>',
}
HIDES_THE_REST = {
    "open comment": "<!-- never closed",
    "open script": "<script>never closed",
    "open style": "<style>never closed",
    "open title": "<title>never closed",
    "open frame": "<iframe>never closed",
    "open quote": "<a title='never closed",
}


def page(broken: str) -> tuple[str, tuple[str, ...]]:
    """Put broken markup after the second sentence and read the page."""
    first, rest = ("".join(f"<p>{words}</p>" for words in part) for part in (SENTENCES[:2], SENTENCES[2:]))
    head = "<!DOCTYPE html><html><head><title>Rockets hit Lissen</title></head><body>"
    read = read_page(
        f"{head}<article><h1>Rockets hit Lissen</h1>{first}{broken}{rest}</article></body></html>".encode()
    )
    assert read is not None
    return "\n".join(words for _, words in read.paragraphs), read.flags


@pytest.mark.parametrize("name", BROKEN)
def test_all_five_sentences_come_back(name: str) -> None:
    text, _ = page(BROKEN[name])
    assert [words for words in SENTENCES if words not in text] == []


@pytest.mark.parametrize("name", HIDES_THE_REST)
def test_what_hides_the_rest_is_flagged(name: str) -> None:
    text, flags = page(HIDES_THE_REST[name])
    assert SENTENCES[0] in text
    assert SENTENCES[1] in text
    assert "html.unclosed" in flags


@pytest.mark.parametrize("name", BROKEN)
def test_broken_markup_around_the_whole(name: str) -> None:
    read = read_page((BROKEN[name] + "".join(f"<p>{words}\n" for words in SENTENCES)).encode())
    assert read is not None
    text = "\n".join(words for _, words in read.paragraphs)
    missing = [words for words in SENTENCES if words not in text]
    assert missing == [] or name == "frames", "a browser shows no text beside frames"


def test_sentences_without_any_markup() -> None:
    read = read_page(" ".join(SENTENCES).encode())
    assert read is not None
    assert [words for _, words in read.paragraphs] == [" ".join(SENTENCES)]
