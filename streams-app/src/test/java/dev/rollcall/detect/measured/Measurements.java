package dev.rollcall.detect.measured;

import java.util.stream.Collectors;

/** What was measured of the detectors that reckon with chance, as a chapter of docs/detectors.md. */
public final class Measurements {
    private Measurements() {}

    public static String text() {
        String falseAlarms =
                FalseAlarms.all().stream().map(FalseAlarms.Measured::row).collect(Collectors.joining("\n"));
        String power = Power.all().stream().map(Power.Measured::row).collect(Collectors.joining("\n"));
        return """
                ## Measured

                **False alarms.** %d simulated bodies that change nothing, %d years each: 1,000 body-years. A body has 0 to 200 \
                children a month (one in ten has none; small rates are the more frequent), a season of up to 60%% up and down, in \
                three of ten cases an August of a fifth, a rate that scatters by up to 40%% from month to month, and in every second \
                case comes in 0.25 to 4 batches a month of sizes that scatter by half. What is asked for is the setting \
                (`false-alarms`, or what `confidence` amounts to); all figures are alerts a body and year. `baseline` has a `warm-up` of 6 \
                months, or of 30 days. Bodies stray further than the model that judges them allows for, in batches above all: where very few are asked for, a few \
                more are found; and an August of a fifth is a drop indeed, which `direction: both` finds in such bodies once or twice. `per: day` is for bodies \
                that look children up one by one: a batch is easily a burst there, and `for` should leave out who gets batches.

                | detector | asked for | found | in the first year | in the worst year |
                |---|---|---|---|---|
                %s

                **Power.** %d courses of each case, as simulated from the numbers that were published; `baseline` with `false-alarms: 0.1`, \
                `direction: up`. Drifts begin from scatter of 20%% a month, others from 10 to 30%%.

                | what happened | found in time: by | share found | found after (median) |
                |---|---|---|---|
                %s
                """.formatted(FalseAlarms.BODIES, FalseAlarms.YEARS, falseAlarms, Power.COURSES, power);
    }
}
