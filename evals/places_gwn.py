"""Place names of GeoWebNews, span given; see `evals.places` for the measure."""

from evals.places import score
from evals.scoring import SHARED, run_task

DATA = SHARED / "data/internal/geo/geowebnews.jsonl.gz"

if __name__ == "__main__":
    run_task(score, DATA)
