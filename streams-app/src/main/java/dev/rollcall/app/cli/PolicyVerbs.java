package dev.rollcall.app.cli;

import picocli.CommandLine.Command;

/** What one does with a policy: a verb for each. */
@Command(
        name = "policy",
        description = "Checks and publishes the policy.",
        synopsisSubcommandLabel = "VERB",
        mixinStandardHelpOptions = true,
        subcommands = {PolicyCheck.class, PolicyPublish.class},
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall policy check policy.yaml", "  rollcall policy publish policy.yaml"})
final class PolicyVerbs {}
