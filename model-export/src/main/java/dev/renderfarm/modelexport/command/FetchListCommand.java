package dev.renderfarm.modelexport.command;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modelexport.checkpoint.OfficialCheckpoint;
import dev.renderfarm.modelexport.checkpoint.OfficialCheckpoint.OfficialFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code farm model fetch-list}. */
@Command(
        name = "fetch-list",
        description = {
            "Lists the files of the official Z-Image-Turbo checkpoint with their MD5 sums, one \"sum  path\" per "
                    + "line, as md5sum -c"
                    + " reads them. Sizes follow in lines of comment.",
            "The exact size is known of the VAE's weights only. Of the other weights the tensors' size is; their "
                    + "files are larger, by"
                    + " a header of some kilobytes, so \">=\" stands before it. No size is known of configurations "
                    + "and tokenizer."
        },
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
            out.println("# bytes, where known; >= where the file has a header of unknown size besides:");
            files.stream().filter(file -> file.leastBytes() > 0).forEach(file -> out.println(size(file)));
            long total = files.stream().mapToLong(OfficialFile::leastBytes).sum();
            out.println(line(false, total, "all " + files.size() + " files"));
        }
        out.flush();
        return 0;
    }

    private static String size(OfficialFile file) {
        return line(file.bytes() != null, file.leastBytes(), file.path());
    }

    private static String line(boolean exact, long bytes, String of) {
        return String.format(Locale.ROOT, "# %2s %,14d  %s", exact ? "" : ">=", bytes, of);
    }
}
