package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.cli.api.UsageQuestions;
import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what was had of the farm. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Tells what was had of the farm by day: pictures delivered and drawn, seconds of devices, and what they cost;"
                    + " and how tenants stand with their budgets."
        })
final class UsageCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Option(names = "--from", paramLabel = "DAY", description = "First day, in UTC (default: the first of this month)")
    @Nullable
    String from;

    @Option(names = "--before", paramLabel = "DAY", description = "The day after the last (default: tomorrow)")
    @Nullable
    String before;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            split = ",",
            description = "Told apart by these, divided by commas: tenant, model, batch")
    List<String> groups = new ArrayList<>();

    @Option(names = "--monthly", description = "By month instead of by day")
    boolean monthly;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only of this tenant")
    @Nullable
    TenantName tenant;

    @Option(names = "--model", paramLabel = "NAME", description = "Only of this model")
    @Nullable
    ModelName model;

    @Option(names = "--csv", description = "As a sheet")
    boolean csv;

    UsageCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        var usage = new UsageQuestions(options.client(environment), parameters());
        if (csv) {
            if (options.json) {
                throw new FarmException(
                        FailureCode.INVALID_REQUEST, "--csv and --json ask for two forms: leave one out");
            }
            options.say(usage.sheet());
            return 0;
        }
        UsagePage all = usage.all();
        options.print(all, new UsageText(groups, monthly).of(all));
        return 0;
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "start_time", from);
        put(parameters, "end_time", before);
        put(parameters, "bucket_width", monthly ? "1mo" : null);
        put(parameters, "group_by", groups.isEmpty() ? null : String.join(",", groups));
        put(parameters, "tenant", tenant);
        put(parameters, "model", model);
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }
}
