package dev.renderfarm.modelexport.command;

import dev.renderfarm.modelexport.checkpoint.OfficialCheckpoint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code farm model fetch-list}. */
@Command(
        name = "fetch-list",
        description =
                "Lists the files of the official Z-Image-Turbo checkpoint with their MD5 sums, one \"sum  path\" per line, as"
                        + " md5sum -c reads them.",
        mixinStandardHelpOptions = true)
final class FetchListCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OfficialCheckpoint.files()
                .forEach((path, sum) -> spec.commandLine().getOut().println(sum + "  " + path));
        return 0;
    }
}
