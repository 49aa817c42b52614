package dev.rollcall.app.cli;

import picocli.CommandLine.Command;

/** What there is to see: a verb for each. */
@Command(
        name = "show",
        description =
                "Shows what the topics hold (alerts, figures, rejected events, who asked for what), or what this version is made of (detectors,"
                        + " topology).",
        synopsisSubcommandLabel = "WHAT",
        mixinStandardHelpOptions = true,
        subcommands = {
            ShowAlerts.class,
            ShowFigures.class,
            ShowRejected.class,
            ShowDetectors.class,
            ShowTopology.class,
            ShowAudit.class
        },
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall show alerts", "  rollcall show figures --body home-office --basis children"})
final class Show {}
