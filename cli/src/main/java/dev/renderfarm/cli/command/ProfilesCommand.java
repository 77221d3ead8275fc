package dev.renderfarm.cli.command;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.common.profile.DeliveryRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists delivery profiles. */
@Command(
        name = "profiles",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Lists the delivery profiles that a line, or --set profile=NAME of plan and submit, may name.",
            "With --json also where each rule comes from, and of when."
        })
final class ProfilesCommand implements Callable<Integer> {

    private final CommandEnvironment environment;
    private final FarmOptions options;

    ProfilesCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListView<DeliveryProfile> page = options.client(environment).profiles();
        Table table = new Table("PROFILE", "FROM", "WANTS", "FOR");
        for (DeliveryProfile profile : page.data()) {
            table.add(
                    profile.name(),
                    profile.source() == null ? "" : profile.source().wireName(),
                    wants(profile.rules()),
                    profile.description() == null ? "" : profile.description());
        }
        options.print(page, page.data().isEmpty() ? "No profiles.\n" : table.take());
        return 0;
    }

    private static String wants(DeliveryRules rules) {
        List<String> wants = new ArrayList<>(List.of(rules.takes(), rules.sizes()));
        if (rules.mostBytes() != null) {
            wants.add("at most " + rules.mostBytes() + " bytes");
        }
        if (rules.background() != null) {
            wants.add("white around the product");
        }
        if (rules.fill() != null) {
            wants.add("a product of " + rules.fill().describe());
        }
        return String.join("; ", wants);
    }
}
