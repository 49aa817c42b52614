package dev.rollcall.app.meters;

/** The meters and their labels, named as on the page, in dashboards and in alerting rules. */
public final class MeterNames {
    public static final String PREFIX = "rollcall_";

    public static final String UP = "rollcall_up";
    public static final String READY = "rollcall_ready";

    public static final String READ = "rollcall_records_read_total";
    public static final String APPLIED = "rollcall_records_applied_total";
    public static final String DUPLICATE = "rollcall_records_duplicate_total";
    public static final String REJECTED = "rollcall_records_rejected_total";
    public static final String BALANCE = "rollcall_ledger_balance";

    public static final String FIGURE = "rollcall_figure";
    public static final String FIGURE_LIMIT = "rollcall_figure_limit";
    public static final String FIGURE_RATIO = "rollcall_figure_ratio";
    public static final String FIGURES_LEFT_OUT = "rollcall_figures_left_out";

    public static final String MONTH = "rollcall_month";
    public static final String MONTHS_LEFT_OUT = "rollcall_months_left_out";

    public static final String HELD = "rollcall_held";
    public static final String HELD_LEFT_OUT = "rollcall_held_left_out";
    public static final String CATEGORY = "rollcall_category";
    public static final String CATEGORIES_LEFT_OUT = "rollcall_categories_left_out";
    public static final String COMBINATION = "rollcall_combination";
    public static final String COMBINATIONS_LEFT_OUT = "rollcall_combinations_left_out";

    public static final String OPEN_ALERTS = "rollcall_open_alerts";
    public static final String ALERT_SENTENCE = "rollcall_alert_sentence";
    public static final String ALERT_LOGGED = "rollcall_alert_logged_timestamp_seconds";
    public static final String ALERTS_LEFT_OUT = "rollcall_alerts_left_out";
    public static final String ALERTS_RAISED = "rollcall_alerts_raised_total";
    public static final String APPEND_TO_ALERT = "rollcall_append_to_alert_seconds";

    public static final String POLICY_VERSION = "rollcall_policy_version";
    public static final String POLICY_FROM = "rollcall_policy_from_timestamp_seconds";
    public static final String LAST_TICK = "rollcall_last_tick_timestamp_seconds";
    public static final String TICKS = "rollcall_ticks_total";

    public static final String FORWARDER_STANDING = "rollcall_forwarder_standing";
    public static final String FORWARDER_UNDELIVERED = "rollcall_forwarder_undelivered";
    public static final String FORWARDER_OLDEST_UNDELIVERED = "rollcall_forwarder_oldest_undelivered_seconds";
    public static final String FORWARDER_POSTS = "rollcall_forwarder_posts_total";
    public static final String FORWARDER_DELIVERED = "rollcall_forwarder_delivered_total";
    public static final String FORWARDER_LAST_SUCCESS = "rollcall_forwarder_last_success_timestamp_seconds";
    public static final String FORWARDER_LAST_READ = "rollcall_forwarder_last_read_timestamp_seconds";
    public static final String FORWARDER_LAG = "rollcall_forwarder_records_lag";
    public static final String FORWARDER_UNTOLD = "rollcall_forwarder_untold_total";
    public static final String FORWARDER_UNREADABLE = "rollcall_forwarder_unreadable_total";

    /** How the names of Kafka's own figures begin. */
    public static final String STREAMS = "rollcall_streams_";

    public static final String STREAMS_LAG = "rollcall_streams_records_lag";
    public static final String STREAMS_DROPPED = "rollcall_streams_dropped_records_total";

    static final String TOPIC = "topic";
    static final String PARTITION = "partition";
    static final String REASON = "reason";
    static final String ENTITY_KIND = "entity_kind";
    static final String ENTITY = "entity";
    static final String AGREEMENT = "agreement";
    static final String BASIS = "basis";
    static final String PER = "per";
    static final String WINDOW = "window";
    static final String EXACT = "exact";
    static final String RESTATED = "restated";
    static final String DATASET = "dataset";
    static final String OF_CATEGORY = "category";
    static final String OF_CATEGORIES = "categories";
    static final String RULE = "rule";
    static final String BAND = "band";
    static final String SENTENCE = "sentence";
    static final String DETECTOR = "detector";
    static final String SEVERITY = "severity";
    static final String STATE = "state";
    static final String OUTCOME = "outcome";

    private static final String TOTAL = "_total";

    private MeterNames() {}

    /** Whether a meter only grows: the names of counters, and only theirs, end in {@code _total}. */
    static boolean counts(String name) {
        return name.endsWith(TOTAL);
    }

    /** The name as the Prometheus client wants it: it adds the ending of counters itself. */
    static String base(String name) {
        return counts(name) ? name.substring(0, name.length() - TOTAL.length()) : name;
    }
}
