"""Watch: what was promised, demanded and threatened, and whether it holds.

`commitments` derives commitments from the claims of a history, `statuses` what became of them. Both are pure: the same
history gives the same records, every field of which names the claims that it rests on.
"""
