"""The one vocabulary: every code that is published, stored or shown.

Belongs here: enums whose values are the published codes.
Elsewhere: their wording for people (report/messages), their use (the rooms).
"""

from enum import StrEnum


class Finding(StrEnum):
    """What one detector says of one unit."""

    SUSPICIOUS = "suspicious"
    CLEAR = "clear"
    CANNOT_TELL = "cannot_tell"
    NOT_APPLICABLE = "not_applicable"


class Conclusion(StrEnum):
    """What all findings of one unit amount to."""

    ERROR = "error"
    WARN = "warn"
    REVIEW = "review"
    CANNOT_TELL = "cannot_tell"
    NO_REFERENCE = "no_reference"
    CLEAR = "clear"


class SubjectKind(StrEnum):
    """What stands by itself, outside the run-level rule: records and claims, not answers."""

    COLLECTOR = "collector"
    MAILBOX = "mailbox"
    EXECUTIVE = "executive"
    CLAIM = "claim"
    SCORECARD = "scorecard"
    RELATIONSHIP = "relationship"
    RECORD = "record"


class Severity(StrEnum):
    """How a check weighs; only structure, reconciliation and privacy block."""

    INFO = "info"
    REVIEW = "review"
    WARN = "warn"
    BLOCK = "block"


class Reason(StrEnum):
    """Why a finding or a conclusion says what it says."""

    TOO_UNIFORM = "too_uniform"
    UNIFORM_STREAK = "uniform_streak"
    CONTENT_DESPITE_LOSS = "content_despite_loss"
    UNIFORM_WITHOUT_ANSWERS = "uniform_without_answers"
    WITHIN_EXPECTATION = "within_expectation"
    NOT_UNIFORM = "not_uniform"
    ANSWERS_BEHIND_FIGURE = "answers_behind_figure"
    LOSS_WITHIN_LIMIT = "loss_within_limit"
    TOO_FEW_ANSWERS = "too_few_answers"
    TOO_FEW_PERIODS = "too_few_periods"
    TOO_FEW_ACCOUNTS_WITH_LOSS = "too_few_accounts_with_loss"
    NOT_REACHABLE = "not_reachable"
    NO_OUTSIDE_REFERENCE = "no_outside_reference"
    NO_LOSS_FEED = "no_loss_feed"
    NO_REVENUE = "no_revenue"
    NO_ACCOUNTS = "no_accounts"
    NO_ANSWERS_BEHIND_FIGURE = "no_answers_behind_figure"
    NOT_A_PUBLISHED_FIGURE = "not_a_published_figure"
    ONLY_A_PUBLISHED_FIGURE = "only_a_published_figure"
    ONE_TRACE = "one_trace"
    OUTCOME_EVIDENCE = "outcome_evidence"
    TWO_PERIODS = "two_periods"
    NOTHING_FOUND = "nothing_found"
    NO_SEVERE_LOSS = "no_severe_loss"
    INDEPENDENT_ANSWERS = "independent_answers"
    NO_INDEPENDENT_ANSWERS = "no_independent_answers"
    SWITCHED_OFF = "switched_off"
    ABOVE_EXPECTATION = "above_expectation"
    TOO_FEW_ASKED = "too_few_asked"
    CHOSEN_CONTENT = "chosen_content"
    UNREACHABLE = "unreachable"
    COMPLAINTS_MISSING = "complaints_missing"
    HURRIED = "hurried"
    REPEATED_REMARKS = "repeated_remarks"
    BETTER_THAN_ITEMS = "better_than_items"
    TWIN_ANSWERS = "twin_answers"
    TOP_HEAVY = "top_heavy"
    LIKE_PEERS = "like_peers"
    FEED_ABSENT = "feed_absent"
    TOO_LITTLE_TO_COMPARE = "too_little_to_compare"
    TWO_RECORDS = "two_records"
    MODELLED = "modelled"
    TOO_EVEN = "too_even"
    UNMOVED_BY_EVENTS = "unmoved_by_events"
    UNINFORMATIVE = "uninformative"
    STAKES_HIGH = "stakes_high"
    STAKES_LOW = "stakes_low"
    COLLECTOR_UNKNOWN = "collector_unknown"
    ABOVE_INDEPENDENT = "above_independent"
    SCHEDULE_BACK_CHECKS = "schedule_back_checks"
    JUST_ABOVE_TARGET = "just_above_target"
    TARGET_UNKNOWN = "target_unknown"
    NUMBER_UNKNOWN = "number_unknown"
    IMPOSSIBLE_FIGURE = "impossible_figure"
    POSSIBLE_FIGURE = "possible_figure"
    STEP_UNKNOWN = "step_unknown"
    ANY_FIGURE_POSSIBLE = "any_figure_possible"
    ABOVE_INSPECTION = "above_inspection"
    RECORDED_BETTER = "recorded_better"
    WITHIN_TOLERANCE = "within_tolerance"
    REGISTERED_DIFFERS = "registered_differs"
    CLOSED_UNCONFIRMED = "closed_unconfirmed"
    COUNT_MISSING = "count_missing"
    ADDS_UP = "adds_up"
    IMPOSSIBLE_TIME = "impossible_time"
    NO_CUSTOMER_TIME = "no_customer_time"
    DINNERS_ONLY = "dinners_only"
    COUNTED_TWICE = "counted_twice"
    UNSIGNED = "unsigned"
    NO_BASELINE = "no_baseline"
    PAID_ON_FLAGGED_FIGURE = "paid_on_flagged_figure"
    LOSS_WEIGHS_NOTHING = "loss_weighs_nothing"
    WEIGHTS_DO_NOT_SUM = "weights_do_not_sum"
    NO_LEAD_MEASURE = "no_lead_measure"
    TARGET_IS_FLOOR = "target_is_floor"
    WRONG_DIRECTION = "wrong_direction"
    NOBODY_RESPONSIBLE = "nobody_responsible"
    NO_SOURCE = "no_source"
    RELATIONSHIP_DECIDES = "relationship_decides"
    QUALITY_DECIDES = "quality_decides"
    NO_RECORD_YET = "no_record_yet"


class Seen(StrEnum):
    """What is seen of one answer or customer that carries a finding."""

    SATISFIED_UNEXPECTEDLY = "satisfied_unexpectedly"
    SATISFIED_AFTER_LOSS = "satisfied_after_loss"
    ABOVE_OWN_ITEMS = "above_own_items"
    TWIN_SHEET = "twin_sheet"
    REPEATED_REMARK = "repeated_remark"
    SHORT_TALK = "short_talk"
    SHORT_GAP = "short_gap"
    NOT_ASKED = "not_asked"
    NOT_ANSWERED = "not_answered"
    BOUNCED = "bounced"
    DOUBTFUL_ADDRESS = "doubtful_address"
    LOSS_WITHOUT_COMPLAINT = "loss_without_complaint"


class ReferenceOrigin(StrEnum):
    """Where the rate comes from that an honest unit is held against; never the suspect itself."""

    INDEPENDENT_ANSWERS = "independent_answers"
    OTHER_UNITS = "other_units"
    CONFIGURED = "configured"
    NONE = "none"


class ScoreStatus(StrEnum):
    """What a scorecard cell may claim; red, amber and green are the scored ones."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NOT_MEASURED = "not_measured"
    NOT_SCORABLE = "not_scorable"
    NO_TARGET = "no_target"
    NOT_RATED = "not_rated"


class Gate(StrEnum):
    """What keeps a scorecard cell from being scored as it was reported."""

    FIGURE_WITHOUT_ANSWERS = "figure_without_answers"
    UNIT_ERROR = "unit_error"
    SCORED_AS_ADJUSTED = "scored_as_adjusted"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    FIGURE_ONLY = "figure_only"
    NEVER_GREEN = "never_green"
    CUSTOMERS_DID_NOT_SUCCEED = "customers_did_not_succeed"


class ScoreReason(StrEnum):
    """Why a gate fell or an implementation is called what it is, where no reason of a finding says it."""

    ADJUSTED_BELOW_FLOOR = "adjusted_below_floor"
    CONFLICT_ABOVE_LIMIT = "conflict_above_limit"
    BELOW_LIMIT = "below_limit"
    LOSS_ABOVE_LIMIT = "loss_above_limit"
    NOT_MEASURED = "not_measured"
    NO_TARGET = "no_target"


class FigureOrigin(StrEnum):
    """Where a reported satisfaction figure comes from."""

    ANSWERS = "answers"
    PUBLISHED_FIGURE = "published_figure"


class OwnerOrigin(StrEnum):
    """How it is known to whom an answer, a loss or an order belongs."""

    ROW = "row"
    HISTORY = "history"
    FIRST_KNOWN = "first_known"
    CURRENT = "current"


class StakeRule(StrEnum):
    """The strongest tie between who asked and whose figure it is (essay.md A32)."""

    OWNER = "owner"
    SAME_TEAM = "same_team"
    SUPERIOR = "superior"
    OWN_BONUS = "own_bonus"
    OWN_STAFF = "own_staff"
    OUTSIDE = "outside"


class Implementation(StrEnum):
    """Whether the customer-oriented performance system is at work behind its figures."""

    DEMONSTRATED = "demonstrated"
    NOT_DEMONSTRATED = "not_demonstrated"
    CANNOT_TELL = "cannot_tell"


class BatchStatus(StrEnum):
    """What became of one file for one table."""

    LOADED = "loaded"
    HELD = "held"
    REFUSED = "refused"


class Readiness(StrEnum):
    """Whether one condition of paying on the satisfaction figure holds."""

    MET = "met"
    FAILED = "failed"
    NOT_MEASURED = "not_measured"
