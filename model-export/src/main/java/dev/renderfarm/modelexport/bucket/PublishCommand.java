package dev.renderfarm.modelexport.bucket;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.published.PackagePublisher;
import dev.renderfarm.modeldistribution.published.PackagePublisher.Publication;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code farm model publish}. */
@Command(
        name = "publish",
        description = {
            "Puts a model package into a bucket and prints its address there, which workers take as their package.",
            "What is published never changes: doing it again goes on where it was cut off, or sends nothing but the "
                    + "golden record. A golden record may be added where there was none."
        },
        mixinStandardHelpOptions = true)
public final class PublishCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 4;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BucketOptions options;

    @Parameters(paramLabel = "DIR", description = "Folder of the package.")
    private Path folder;

    @Option(
            names = "--to",
            paramLabel = "s3://BUCKET/PREFIX",
            description = "Where packages lie, each at PREFIX/NAME/DIGEST; without it, models in the farm's bucket.")
    private @Nullable PackageAddress to;

    @Option(
            names = "--again",
            description = "Send every file, also those that are there in the right size: mends a damaged package.")
    private boolean again;

    @Option(names = "--quiet", description = "Print nothing but the address.")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        ModelPackage model = ModelPackage.open(folder);
        PackageAddress root = to == null ? options.farmsModels() : to;
        try (ObjectStore bucket = options.open(root, CONNECTIONS)) {
            PackagePublisher publisher =
                    new PackagePublisher(bucket, (path, bytes, there) -> say((there ? "there " : "sent  ") + path));
            Publication made = again ? publisher.publishAgain(model, root) : publisher.publish(model, root);
            say(describe(made));
            if (!model.manifest().files().containsKey(ModelManifest.GOLDEN_RECORD)) {
                say("it has no golden record: `farm model golden " + folder + "` makes one, then publish it again");
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(made.address());
            out.flush();
        }
        return 0;
    }

    private static String describe(Publication made) {
        return switch (made.change()) {
            case PUBLISHED -> "published";
            case WAS_THERE -> "published already, nothing changed";
            case RECORD_ADDED -> "published already, golden record added";
            case SENT_AGAIN -> "published, every file sent again";
        };
    }

    private void say(String text) {
        if (!quiet) {
            spec.commandLine().getErr().println(TerminalText.line(text));
        }
    }
}
