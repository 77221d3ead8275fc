package dev.renderfarm.modelexport.roll;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.published.PublishedPackage;
import dev.renderfarm.modeldistribution.rollout.Rollout;
import dev.renderfarm.modeldistribution.rollout.Rollouts;
import dev.renderfarm.modelexport.bucket.BucketOptions;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code farm model roll}. */
@Command(
        name = "roll",
        description = {
            "Rolls a published package out to the workers of its model whose package is s3://BUCKET/PREFIX/NAME: a few first, "
                    + "which have to draw its golden record and some pictures, then a quarter at a time.",
            "Each is asked to drain, and whatever watches it has to start it again. Where one does not come back with the "
                    + "package, the one before is put back. A roll that was interrupted goes on when it is called again."
        },
        mixinStandardHelpOptions = true)
public final class RollCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BucketOptions options;

    @Parameters(
            paramLabel = "s3://BUCKET/PREFIX/NAME/DIGEST",
            description =
                    "The package, as `farm model publish` prints it; with --status or --abort its model, without DIGEST.")
    private PackageAddress address;

    @ArgGroup(exclusive = true)
    private @Nullable Instead instead;

    /** What is done instead of rolling. */
    static final class Instead {

        @Option(names = "--status", required = true, description = "Say what is rolled out, and which worker has what.")
        private boolean status;

        @Option(
                names = "--abort",
                required = true,
                description = "Put the package before back; call it again where not all workers have it yet.")
        private boolean abort;
    }

    @Option(
            names = "--canary",
            paramLabel = "SHARE",
            defaultValue = "10%",
            description = "Share of the workers that go first, one at least (default: ${DEFAULT-VALUE}).")
    private String canary;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            defaultValue = "3",
            description = "Pictures that each worker that goes ahead renders before more follow, unless nothing waits "
                    + "(default: ${DEFAULT-VALUE}).")
    private int pictures;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "900",
            description = "How long a worker may take until it is ready again (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The farm (default: $RENDERFARM_URL, else http://127.0.0.1:8080).")
    private @Nullable URI url;

    @Override
    public Integer call() throws IOException, InterruptedException {
        FarmWorkers farm = new HttpFarmWorkers(farm(), Sleeper.REAL, System.getenv("RENDERFARM_API_KEY"));
        boolean rolls = instead == null;
        PackageAddress model = rolls ? address.parent() : address;
        try (ObjectStore bucket = options.open(model, CONNECTIONS)) {
            Rollouts rollouts = new Rollouts(bucket, model);
            RollPace pace = pace();
            var replacement = new Replacement(farm, pace.patience(), Sleeper.REAL, InstantSource.system(), this::say);
            var roll = new Roll(rollouts, replacement, pace, at -> target(bucket, at), this::say);
            if (rolls) {
                roll.to(address);
            } else if (instead != null && instead.abort) {
                roll.abort();
            } else {
                tell(bucket, rollouts, farm);
            }
        }
        return 0;
    }

    private RollPace pace() {
        try {
            boolean percent = canary.endsWith("%");
            double share = Double.parseDouble(percent ? canary.substring(0, canary.length() - 1) : canary);
            return new RollPace(percent ? share / 100 : share, pictures, Duration.ofSeconds(patience));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--canary, --pictures or --patience: " + e.getMessage(), e);
        }
    }

    private URI farm() {
        String variable = System.getenv("RENDERFARM_URL");
        if (url != null) {
            return url;
        }
        return URI.create(variable == null ? "http://127.0.0.1:8080" : variable);
    }

    private static RollTarget target(ObjectStore bucket, PackageAddress address) {
        ModelManifest manifest = PublishedPackage.read(bucket, address).manifest();
        return new RollTarget(address, manifest.name(), manifest.digest());
    }

    private void tell(ObjectStore bucket, Rollouts rollouts, FarmWorkers farm) throws InterruptedException {
        Rollout now = rollouts.latest().orElseThrow(RollException::neverRolled).rollout();
        say("stable " + now.stable());
        if (now.next() != null) {
            say(String.format("next   %s for %.0f %% of the workers", now.next(), 100 * now.share()));
        }
        for (WorkerView worker : farm.of(target(bucket, now.stable()).model())) {
            say(String.format(
                    "%s %s %s",
                    worker.heartbeat().workerId(),
                    worker.live() ? worker.heartbeat().state().wireName() : "gone",
                    worker.heartbeat().modelDigest()));
        }
    }

    private void say(String text) {
        spec.commandLine().getOut().println(TerminalText.line(text));
        spec.commandLine().getOut().flush();
    }
}
