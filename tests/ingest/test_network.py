"""Only the public web is fetched: hostile URLs and addresses, and what a user allows exactly."""

import socket

import pytest

from tocsin.ingest.network import Target, check_addresses, is_url, join_url, read_url, same_host, why_denied

# Each names something that is not on the public web, or is read differently by different programs.
HOSTILE = [
    *"""
http://127.0.0.1/ http://127.1/ http://127.0.1/ http://127.255.255.254/ http://2130706433/ http://0x7f000001/
http://0x7f.0.0.1/ http://0x7F.1/ http://0177.0.0.1/ http://017700000001/ http://127.0.0.0x1/ http://127.0.0.01/
http://0/ http://0.0.0.0/ http://00000000/ http://0x/ http://1.2.3.4.5/ http://256.1.1.1/ http://1.2.3/
http://10.0.0.8/ http://172.16.0.1/ http://172.31.255.255/ http://192.168.1.1/ http://169.254.169.254/latest/
http://100.64.0.1/ http://100.127.255.255/ http://192.0.0.8/ http://192.0.2.1/ http://192.88.99.1/
http://198.18.0.1/ http://198.19.255.255/ http://198.51.100.9/ http://203.0.113.7/ http://224.0.0.1/ http://240.0.0.1/
http://255.255.255.255/ http://[::1]/ http://[::]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/
http://[::127.0.0.1]/ http://[64:ff9b::7f00:1]/ http://[64:ff9b:1::1]/ http://[fe80::1]/ http://[fe80::1%25eth0]/
http://[fe80::1%eth0]/ http://[fc00::1]/ http://[fd12:3456::1]/ http://[ff02::1]/ http://[2002:7f00:1::]/
http://[2001:0:53aa:64c::1]/ http://[2001:db8::1]/ http://[3ffe::1]/ http://[3fff::1]/ http://[4000::1]/
http://[2001:10::1]/ http://[::1 http://::1/ http://[127.0.0.1]/ http://１２７.０.０.１/ http://127。0。0。1/
http://①②⑦.⓪.⓪.①/ http://user@news.example/ http://user:word@news.example/ http://news.example@127.0.0.1/
http://127.0.0.1#@news.example/ http://127.0.0.1?@news.example/ http://127.0.0.1\\@news.example/
http:\\\\127.0.0.1/ http:/127.0.0.1/ http:127.0.0.1 http:///127.0.0.1/ http://news.example:22/ http://news.example:6379/
http://news.example:8080/ https://news.example:99999/ http://news.example:-80/ http://news.example:80:80/
http://news.example:８０/ http://news.example:0x50/ file:///etc/passwd ftp://news.example/ gopher://news.example/
data:text/html,x javascript:alert(1) //news.example/ news.example/ ws://news.example/ http://%31%32%37.0.0.1/
http://%6cocalhost/ http://-news.example/ http://news..example/ http://.news.example/ http://./ http:// https://?
http://a,b.example/ http://news.example,127.0.0.1/ http://[news.example]/ http://news.exa<mple/
""".split(),
    "http://127.0.0.1\t/", "http://new\ts.example/", "http://news.example/\r\nHost: x", "\nhttp://news.example/",
    "http://news.example\x00.org/", "http://news .example/", "http://" + "a" * 64 + ".example/", "http://news.example/" + "a" * 2000,
    "http://" + "a." * 130 + "example/", "http://\ud800.example/", "http://xn--\u0080.example/",
]  # fmt: skip

SOUND = [
    ("http://news.example", "http://news.example/"),
    ("HTTPS://News.Example:443/a?b=c#d", "https://news.example/a?b=c"),
    ("http://news.example.:80/a b", "http://news.example/a%20b"),
    ("https://bücher.example/ü?ö=ä", "https://xn--bcher-kva.example/%C3%BC?%C3%B6=%C3%A4"),
    ("http://news.example/%7Ea/?x=%20+&y=[1]", "http://news.example/%7Ea/?x=%20+&y=[1]"),
    ("https://93.184.216.34/", "https://93.184.216.34/"),
    ("https://[2606:2800:220:1::1]/", "https://[2606:2800:220:1::1]/"),
    ("http://a_b.news.example/", "http://a_b.news.example/"),
    ("https://news.example:80/", "https://news.example:80/"),
    ("http://1.news.example?q", "http://news.example/?q".replace("news", "1.news")),
]


def passes(url: str) -> bool:
    """Whether a URL is read and its host, where it is an address, is public."""
    target = read_url(url)
    if isinstance(target, str):
        return False
    is_address = ":" in target.host or target.host.replace(".", "").isdigit()
    return not is_address or not why_denied(target.host, target.port)


def test_there_are_at_least_57_hostile_urls() -> None:
    assert len(set(HOSTILE)) >= 57


@pytest.mark.parametrize("url", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_url_is_refused(url: str) -> None:
    assert not passes(url)


@pytest.mark.parametrize(("url", "form"), SOUND)
def test_a_sound_url_is_read_into_its_one_form(url: str, form: str) -> None:
    target = read_url(url)
    assert isinstance(target, Target)
    assert target.url == form
    assert passes(url)
    assert read_url(target.url) == target


def test_the_one_form_is_no_other_host_for_the_system() -> None:
    """A numeric host is the same address for us and for the resolver of the system."""
    target = read_url("https://93.184.216.34/")
    assert isinstance(target, Target)
    assert socket.inet_aton(target.host) == bytes([93, 184, 216, 34])


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "::ffff:10.0.0.1", "fe80::1%eth0", "localhost", "", "1.2.3"]
)
def test_an_address_that_is_not_public_is_denied(address: str) -> None:
    assert why_denied(address, 80)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "172.32.0.1", "100.128.0.1"]
)
def test_a_public_address_passes(address: str) -> None:
    assert why_denied(address, 80) == ""


def test_one_private_answer_denies_the_host() -> None:
    assert check_addresses(["93.184.216.34", "10.1.2.3"], 443) == "10.1.2.3 is no address of the public web"
    assert check_addresses([], 443) == "its host has no address"
    assert check_addresses(["93.184.216.34", "2606:2800:220:1::1"], 443) == ""


def test_the_allow_list_is_exact() -> None:
    """A name lifts the rule on ports for itself, an address the rule on addresses for itself; neither for the other."""
    allowed = {"desk.example:8080", "127.0.0.1:8080", "[::1]:8080"}
    assert isinstance(read_url("http://desk.example:8080/", allowed), Target)
    assert read_url("http://desk.example:8081/", allowed) == (
        "port 8081 is not fetched unless desk.example:8081 is in the allow list"
    )
    assert isinstance(read_url("http://other.example:8080/", allowed), str)
    assert why_denied("127.0.0.1", 8080, allowed) == why_denied("::1", 8080, allowed) == ""
    assert why_denied("127.0.0.1", 80, allowed)
    assert why_denied("127.0.0.2", 8080, allowed)
    assert why_denied("10.0.0.1", 8080, {"desk.example:8080"})


def test_links_are_joined_and_read_anew() -> None:
    target = "https://news.example/a/b?c"
    assert join_url(target, "../d") == "https://news.example/d"
    assert join_url(target, "//10.0.0.1/x") == "https://10.0.0.1/x"
    assert join_url(target, "http://[::1") == "http://[::1"
    assert isinstance(read_url(join_url(target, "/x\r\ny")), str)
    assert isinstance(read_url("https://news.example/\ud800"), Target)


def test_paths_are_no_urls() -> None:
    assert is_url("HTTPS://news.example/")
    assert not is_url("http.txt")
    assert not is_url("notes/https://x")


def test_hosts_are_compared_without_www() -> None:
    assert same_host("https://www.news.example/a", "http://news.example/b")
    assert not same_host("https://news.example/a", "https://other.example/a")
    assert not same_host("http://[::1", "http://[::1")
