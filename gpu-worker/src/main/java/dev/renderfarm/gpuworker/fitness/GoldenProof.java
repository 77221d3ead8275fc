package dev.renderfarm.gpuworker.fitness;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenException;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.diffusion.safetensors.SafetensorsException;
import dev.renderfarm.gpuworker.render.Renderer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the device draws what the package's golden record holds. What was found stands for a while: to draw the
 * record may take as long as a picture, and a device that draws something else seldom mends itself. For one thread at a
 * time.
 */
public final class GoldenProof {

    private static final Logger LOG = LoggerFactory.getLogger(GoldenProof.class);

    private final Renderer renderer;
    private final GoldenRecords records;
    private final Duration stands;
    private final InstantSource clock;
    private @Nullable Instant comparedAt;
    private SelfProbe.@Nullable Finding wrong;

    /**
     * @param records reads the record, which may be large and is not kept; gives null where nothing is to be compared
     * @param stands how long before it is compared again
     * @param clock never goes back
     */
    public GoldenProof(Renderer renderer, GoldenRecords records, Duration stands, InstantSource clock) {
        this.renderer = renderer;
        this.records = records;
        this.stands = stands;
        this.clock = clock;
    }

    /** Reads the golden record of a package. */
    @FunctionalInterface
    public interface GoldenRecords {

        /**
         * Null where nothing is to be compared.
         *
         * @throws IOException where the file cannot be read
         * @throws GoldenException where it is no record of the package
         */
        @Nullable
        GoldenRecord read() throws IOException;
    }

    /** Draws the record now. */
    public void compare() throws InterruptedException {
        wrong = look();
        comparedAt = clock.instant();
    }

    private SelfProbe.@Nullable Finding look() throws InterruptedException {
        GoldenRecord record;
        try {
            record = records.read();
        } catch (IOException | GoldenException | SafetensorsException e) {
            LOG.atError().setCause(e).log("the golden record cannot be read");
            return new SelfProbe.Finding(
                    FailureCode.GOLDEN_MISMATCH,
                    "the package's golden record cannot be read, so that the device is not proven: mend the package,"
                            + " `farm model verify` tells what is wrong with it, or start the worker with"
                            + " renderfarm.worker.golden=false");
        }
        return record == null ? null : wrongWith(record);
    }

    /**
     * What is wrong with the device; empty where nothing is.
     *
     * @param inDoubt whether the device may have changed since it drew the record
     */
    public Optional<SelfProbe.Finding> finding(boolean inDoubt) throws InterruptedException {
        Instant before = comparedAt;
        boolean mayChange = inDoubt || wrong != null;
        if (before == null || mayChange && !clock.instant().isBefore(before.plus(stands))) {
            compare();
        }
        return Optional.ofNullable(wrong);
    }

    private SelfProbe.@Nullable Finding wrongWith(GoldenRecord record) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try {
            renderer.compare(record, findings::add);
        } catch (RenderException e) {
            return new SelfProbe.Finding(e.code(), "the golden record cannot be drawn: " + e.getMessage());
        }
        LOG.atInfo()
                .addKeyValue("device", renderer.device().name())
                .addKeyValue("madeBy", record.madeBy())
                .addKeyValue("findings", text(findings))
                .log("compared the device with the golden record");
        List<Finding> different =
                findings.stream().filter(finding -> !finding.agrees()).toList();
        return different.isEmpty() ? null : mismatch(different);
    }

    private SelfProbe.Finding mismatch(List<Finding> different) {
        return new SelfProbe.Finding(
                FailureCode.GOLDEN_MISMATCH,
                renderer.device().name() + " does not draw what the package's golden record holds: " + text(different)
                        + "; where other machines draw it, mend this one's driver, libraries or memory, where none does,"
                        + " the package or its record: `farm model verify` tells");
    }

    private static String text(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.stage() + " (" + finding.stage().part() + ") " + finding.detail())
                .collect(Collectors.joining("; "));
    }
}
