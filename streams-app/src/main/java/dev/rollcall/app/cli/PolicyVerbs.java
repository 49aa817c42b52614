package dev.rollcall.app.cli;

import picocli.CommandLine.Command;

/** What one does with a policy: a verb for each. */
@Command(
        name = "policy",
        description = "Checks, compares, tests and publishes the policy, and computes what is usual for one.",
        synopsisSubcommandLabel = "VERB",
        mixinStandardHelpOptions = true,
        subcommands = {
            PolicyCheck.class,
            PolicyDiffVerb.class,
            PolicyTest.class,
            PolicyPublish.class,
            PolicyProfile.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall policy check policy.yaml",
            "  rollcall policy diff live policy.yaml",
            "  rollcall policy test --policy policy.yaml mine/*.yaml",
            "  rollcall policy publish policy.yaml",
            "  rollcall policy profile --events events.ndjson --policy policy.yaml \\",
            "      --kind local-authority"
        })
final class PolicyVerbs {}
