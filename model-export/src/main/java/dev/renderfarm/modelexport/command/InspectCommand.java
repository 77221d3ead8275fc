package dev.renderfarm.modelexport.command;

import dev.renderfarm.common.model.FlowMatch;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modelexport.pruning.PruningReport;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code farm model inspect}. */
@Command(name = "inspect", description = "Says what a model package is.", mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    private static final double MEGABYTE = 1e6;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the package.")
    private Path folder;

    @Option(names = "--json", description = "Print the manifest as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ModelPackage opened = ModelPackage.open(folder);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.pretty(opened.manifest()));
        } else {
            print(out, opened);
        }
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, ModelPackage opened) {
        ModelManifest manifest = opened.manifest();
        line(out, "name", manifest.name() + " " + manifest.version());
        line(out, "digest", manifest.digest());
        line(out, "family", manifest.family() + ", " + manifest.dtype());
        line(out, "tokens", "up to " + manifest.tokenizer().maxTokens());
        line(
                out,
                "latents",
                manifest.latent().channels() + " channels, 1/"
                        + manifest.latent().scale() + " of the picture's sides");
        line(out, "size", manifest.size().describe());
        line(out, "scheduler", text(manifest.scheduler()));
        if (manifest.toldSizes()) {
            line(out, "conditions", "pooled caption, original_size, crop and target_size");
        }
        line(
                out,
                "defaults",
                manifest.defaults().size() + text(manifest.defaults().sampling()));
        for (Path model : opened.networks()) {
            line(
                    out,
                    model.getFileName().toString(),
                    String.format(Locale.ROOT, "%.1f MB", PackageSize.below(model) / MEGABYTE));
        }
        line(out, "edits", manifest.edits() ? "pictures too" : "none: export it again with its encoder");
        PruningReport.ofPackage(opened.folder()).ifPresent(report -> PruningText.print(out, report));
    }

    private static String text(ModelManifest.Scheduler scheduler) {
        if (scheduler instanceof FlowMatch flow) {
            return flow.usual().wireName() + ", shift " + flow.shift();
        }
        String others = scheduler.kinds().stream()
                .filter(kind -> kind != scheduler.usual())
                .map(SchedulerKind::wireName)
                .collect(Collectors.joining(", "));
        return scheduler.usual().wireName() + (others.isEmpty() ? "" : "; also " + others);
    }

    private static String text(Sampling sampling) {
        return sampling.byField().entrySet().stream()
                .map(number -> ", " + number.getKey().wireName() + " " + number.getValue())
                .collect(Collectors.joining());
    }

    private static void line(PrintWriter out, String label, String value) {
        out.printf("%-14s %s%n", label, TerminalText.line(value));
    }
}
