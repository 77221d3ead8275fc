package dev.renderfarm.gpuworker.delivery;

import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Encoding;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A picture's file, made as small as its profile wants it.
 *
 * @param quality that it has, where its format has a choice
 * @param mended that it was too large, and is no more
 * @param failed that it is too large
 */
public record FittedFile(byte[] bytes, int quality, Optional<RuleFinding> mended, Optional<RuleFinding> failed) {

    /**
     * Of the qualities up to that which is asked for the best whose file is small enough; a PNG has none.
     *
     * @param encoder makes the file of a quality: the better, the larger
     */
    public static FittedFile of(Encoding asked, IntFunction<byte[]> encoder) {
        int best = asked.quality();
        byte[] file = encoder.apply(best);
        Long most = asked.delivery() == null ? null : asked.delivery().rules().mostBytes();
        if (most == null || file.length <= most) {
            return new FittedFile(file, best, Optional.empty(), Optional.empty());
        }
        int least = Math.min(best, DeliveryRules.LEAST_QUALITY);
        byte[] smallest = asked.format() == ImageFormat.PNG ? file : encoder.apply(least);
        if (smallest.length > most) {
            return new FittedFile(
                    smallest,
                    asked.format() == ImageFormat.PNG ? best : least,
                    Optional.empty(),
                    Optional.of(finding(asked, smallest.length, least, most)));
        }
        FittedFile fitted = between(least, smallest, best, most, encoder);
        return new FittedFile(
                fitted.bytes, fitted.quality, Optional.of(finding(asked, file.length, best, most)), Optional.empty());
    }

    /** @param tooGood a quality whose file is too large */
    private static FittedFile between(int least, byte[] smallest, int tooGood, long most, IntFunction<byte[]> encoder) {
        int fits = least;
        byte[] fitting = smallest;
        int fails = tooGood;
        while (fails - fits > 1) {
            int middle = (fits + fails) / 2;
            byte[] tried = encoder.apply(middle);
            if (tried.length <= most) {
                fits = middle;
                fitting = tried;
            } else {
                fails = middle;
            }
        }
        return new FittedFile(fitting, fits, Optional.empty(), Optional.empty());
    }

    private static RuleFinding finding(Encoding asked, int bytes, int quality, long most) {
        String at = asked.format() == ImageFormat.PNG ? " as a png" : " at a compression of " + quality;
        return new RuleFinding(ProfileRule.BYTES, bytes + " bytes" + at, "at most " + most);
    }
}
