package dev.renderfarm.modelexport.command;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modelexport.checkpoint.OfficialCheckpoint;
import dev.renderfarm.modelexport.checkpoint.OfficialCheckpoint.OfficialFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--json",
            description = "Print JSON, with the sizes that are known of files and of the tensors in them.")
    private boolean json;

    @Override
    public Integer call() {
        List<OfficialFile> files = OfficialCheckpoint.files();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.pretty(files));
        } else {
            files.forEach(file -> out.println(file.md5() + "  " + file.path()));
        }
        out.flush();
        return 0;
    }
}
