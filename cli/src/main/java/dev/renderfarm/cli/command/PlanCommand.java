package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.plan.BatchPlan;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what a file would be as a batch, and renders nothing. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Says what FILE would be as a batch: mistakes, pictures, time and cost. Nothing is rendered.",
        footer = {
            "",
            "The file is sent to the farm and stays there, as submit would send it. A workbook is no text: in Excel choose"
                    + " File, Save As, \"CSV UTF-8\".",
            "",
            "The exit code is 0 if submit with the same options would render pictures, else 2."
        })
final class PlanCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Mixin
    InputOptions input = new InputOptions();

    PlanCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        BatchRequest.Options wanted = input.options(null);
        FarmClient client = options.client(environment);
        FileId uploaded;
        try (SubmittedFile file = SubmittedFile.of(input.file, input.format, environment.input())) {
            wanted = input.withImages(wanted, file.path(), client);
            uploaded = client.upload(file.path(), file.name());
        }
        BatchPlan plan = client.plan(BatchRequest.images(input.endpoint(), uploaded, Map.of(), input.model, wanted));
        options.print(plan, PlanText.of(plan, environment.clock().instant()));
        return plan.submittable() ? 0 : FailureCode.INVALID_REQUEST.exitCode();
    }
}
