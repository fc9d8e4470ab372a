"""The nouns. Stages meet only here.

Every record is frozen and keyword-only and refuses unknown fields when it is read. A field at its
default is left out of JSON. Offsets count Unicode code points, half-open, in `Report.text`.
Dates are ISO 8601. An absent optional field means *unknown*; what the text says to be absent
(for example "no deadline") has a value of its own.

Reading makes claims and nothing else. Evidence is only appended to; derived records are rebuilt from it; the ledger
keeps what was derived and decided, row by row.
"""

from tocsin.model.derived import Commitment as Commitment
from tocsin.model.derived import Incident as Incident
from tocsin.model.derived import Model as Model
from tocsin.model.derived import Translation as Translation
from tocsin.model.evidence import Claim as Claim
from tocsin.model.evidence import Report as Report
from tocsin.model.ledger import Assessment as Assessment
from tocsin.model.ledger import Forecast as Forecast
from tocsin.model.ledger import Review as Review
from tocsin.model.ledger import StatusChange as StatusChange
from tocsin.model.ledger import Tombstone as Tombstone
from tocsin.model.passing import Coded as Coded
from tocsin.model.passing import Header as Header
from tocsin.model.passing import History as History
from tocsin.model.passing import Issue as Issue
from tocsin.model.passing import NamedTie as NamedTie
from tocsin.model.passing import Names as Names
from tocsin.model.passing import SeenAct as SeenAct
from tocsin.model.passing import SeenName as SeenName
from tocsin.model.passing import SeenRole as SeenRole
from tocsin.model.passing import SeenTie as SeenTie
from tocsin.model.passing import Sentence as Sentence
from tocsin.model.passing import Sight as Sight
from tocsin.model.passing import Summary as Summary
from tocsin.model.passing import Token as Token
from tocsin.model.passing import Unread as Unread
from tocsin.model.values import AHEAD as AHEAD
from tocsin.model.values import PRONOUN as PRONOUN
from tocsin.model.values import Certainty as Certainty
from tocsin.model.values import Clause as Clause
from tocsin.model.values import ClauseAct as ClauseAct
from tocsin.model.values import CodedFrom as CodedFrom
from tocsin.model.values import CommitmentForm as CommitmentForm
from tocsin.model.values import CommitmentGrade as CommitmentGrade
from tocsin.model.values import CommitmentKind as CommitmentKind
from tocsin.model.values import CommitmentMedium as CommitmentMedium
from tocsin.model.values import Condition as Condition
from tocsin.model.values import ConditionRelation as ConditionRelation
from tocsin.model.values import Count as Count
from tocsin.model.values import CountKind as CountKind
from tocsin.model.values import Coverage as Coverage
from tocsin.model.values import Deadline as Deadline
from tocsin.model.values import DeadlineKind as DeadlineKind
from tocsin.model.values import Decision as Decision
from tocsin.model.values import Endorsement as Endorsement
from tocsin.model.values import Factuality as Factuality
from tocsin.model.values import IncidentStanding as IncidentStanding
from tocsin.model.values import Mention as Mention
from tocsin.model.values import Part as Part
from tocsin.model.values import PartKind as PartKind
from tocsin.model.values import Party as Party
from tocsin.model.values import PartyRole as PartyRole
from tocsin.model.values import Perpetrator as Perpetrator
from tocsin.model.values import Precision as Precision
from tocsin.model.values import Proof as Proof
from tocsin.model.values import Severity as Severity
from tocsin.model.values import Span as Span
from tocsin.model.values import Status as Status
from tocsin.model.values import TargetClass as TargetClass
from tocsin.model.values import TombstoneReason as TombstoneReason
from tocsin.model.values import TranslationOrigin as TranslationOrigin
from tocsin.model.values import TranslationStatus as TranslationStatus
from tocsin.model.values import Verdict as Verdict
from tocsin.model.values import When as When
from tocsin.model.values import Where as Where

Output = Header | Report | Translation | Unread | Claim | Issue
"""Everything that may stand on a line of native JSONL of `tocsin code`."""
