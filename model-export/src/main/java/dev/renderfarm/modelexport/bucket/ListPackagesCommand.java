package dev.renderfarm.modelexport.bucket;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modeldistribution.published.DistributionException;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.published.PublishedPackage;
import dev.renderfarm.modeldistribution.published.PublishedPackages;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code farm model list}. */
@Command(name = "list", description = "Lists the complete packages in a bucket.", mixinStandardHelpOptions = true)
public final class ListPackagesCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BucketOptions options;

    @Option(
            names = "--from",
            paramLabel = "s3://BUCKET/PREFIX",
            description = "Where packages lie; without it, models in the farm's bucket.")
    private @Nullable PackageAddress from;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** As it is printed. */
    private record Listed(
            ModelName name, String version, String dtype, boolean goldenRecord, String digest, String address) {

        static Listed of(PublishedPackage published) {
            ModelManifest manifest = published.manifest();
            return new Listed(
                    manifest.name(),
                    manifest.version(),
                    manifest.dtype(),
                    manifest.files().containsKey(ModelManifest.GOLDEN_RECORD),
                    manifest.digest(),
                    published.address().toString());
        }
    }

    @Override
    public Integer call() throws IOException {
        PackageAddress root = from == null ? options.farmsModels() : from;
        List<Listed> found = new ArrayList<>();
        try (ObjectStore bucket = options.open(root, CONNECTIONS)) {
            for (PackageAddress address : PublishedPackages.addresses(bucket, root, Integer.MAX_VALUE)) {
                try {
                    found.add(Listed.of(PublishedPackage.read(bucket, address)));
                } catch (DistributionException e) {
                    spec.commandLine().getErr().println(TerminalText.line(String.valueOf(e.getMessage())));
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.pretty(found));
        } else {
            found.forEach(each -> out.println(TerminalText.line(String.format(
                    "%s %s  %s  %s  %s",
                    each.name(),
                    each.version(),
                    each.dtype(),
                    each.goldenRecord() ? "golden record" : "no golden record",
                    each.address()))));
        }
        out.flush();
        return 0;
    }
}
