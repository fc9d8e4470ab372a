"""Which reports and claims tell of the same thing.

`copies.origins` finds near copies of reports, `linker.Linker` links claims to incidents. Both give the same for a stream
and for a batch, in any order; every decision has its reasons. `docs/linking.md` tells how.
"""
