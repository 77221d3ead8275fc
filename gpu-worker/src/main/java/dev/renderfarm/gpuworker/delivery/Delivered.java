package dev.renderfarm.gpuworker.delivery;

import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.gpuworker.render.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture as its profile wants it, before it is encoded.
 *
 * @param mended what it was not, and has been made so
 * @param failed what it still is not
 * @param isMoved whether its pixels are elsewhere, or others, than those that were drawn
 * @param isOfSource whether it fails for what is kept of an edit's source: no other seed helps
 */
public record Delivered(
        Picture picture, List<RuleFinding> mended, List<RuleFinding> failed, boolean isMoved, boolean isOfSource) {

    public Delivered {
        mended = List.copyOf(mended);
        failed = List.copyOf(failed);
    }

    /** With what was found of its file. */
    public DeliveryReport report(String profile, FittedFile file) {
        List<RuleFinding> allMended = new ArrayList<>(mended);
        List<RuleFinding> allFailed = new ArrayList<>(failed);
        file.mended().ifPresent(allMended::add);
        file.failed().ifPresent(allFailed::add);
        return new DeliveryReport(profile, picture.size(), allMended, allFailed);
    }
}
