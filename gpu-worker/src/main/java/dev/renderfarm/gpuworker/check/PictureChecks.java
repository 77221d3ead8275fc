package dev.renderfarm.gpuworker.check;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.Rejection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The checks that a worker makes, in order. Safe for use by several threads. */
public record PictureChecks(List<PictureCheck> checks) {

    /** All that there are, the one that says most first. */
    public static final PictureChecks ALL =
            new PictureChecks(List.of(new OneColour(), new NearBlack(), new TooUniform()));

    public PictureChecks {
        checks = List.copyOf(checks);
    }

    /**
     * Those of these codes.
     *
     * @throws IllegalArgumentException if a code is no check's
     */
    public static PictureChecks of(Collection<FailureCode> codes) {
        for (FailureCode code : codes) {
            if (ALL.checks.stream().noneMatch(check -> check.code() == code)) {
                throw new IllegalArgumentException("no check is called " + code.wireName() + ", but "
                        + ALL.checks.stream()
                                .map(check -> check.code().wireName())
                                .collect(Collectors.joining(", ")));
            }
        }
        return new PictureChecks(ALL.checks.stream()
                .filter(check -> codes.contains(check.code()))
                .toList());
    }

    /**
     * The first check that the picture does not pass; empty where it passes all.
     *
     * @param rgb three bytes a pixel, at least one pixel
     */
    public Optional<Rejection> rejection(byte[] rgb) {
        return checks.stream()
                .flatMap(check -> check.fault(rgb).map(fault -> new Rejection(check.code(), fault)).stream())
                .findFirst();
    }
}
