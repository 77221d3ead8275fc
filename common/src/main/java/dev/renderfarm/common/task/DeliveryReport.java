package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.profile.RuleFinding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of a picture that is delivered by a profile.
 *
 * @param profile its name
 * @param size of the picture that is stored
 * @param mended what it was not as wanted, and has been made so
 * @param failed what it still is not
 */
public record DeliveryReport(String profile, ImageSize size, List<RuleFinding> mended, List<RuleFinding> failed) {

    public DeliveryReport {
        requireNonNull(profile, "profile is null");
        requireNonNull(size, "size is null");
        mended = mended == null ? List.of() : List.copyOf(mended);
        failed = failed == null ? List.of() : List.copyOf(failed);
    }

    /** Why it is not what the profile wants: the code of the first rule, and all that it fails; empty where it is. */
    public Optional<Rejection> rejection() {
        return failed.stream()
                .flatMap(finding -> finding.rule().failure().stream())
                .findFirst()
                .map(this::rejection);
    }

    private Rejection rejection(FailureCode code) {
        return new Rejection(
                code, profile + " does not take it: " + told(failed), new Shortfall(failed.size(), failed.size()));
    }

    /** For people. */
    public static String told(List<RuleFinding> findings) {
        return findings.stream().map(RuleFinding::told).collect(Collectors.joining("; "));
    }
}
