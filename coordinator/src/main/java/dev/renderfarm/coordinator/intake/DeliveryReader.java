package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.Sides;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads where rows want their pictures delivered, and how they are encoded; what the place does not take is reported. Safe
 * for several threads.
 */
final class DeliveryReader {

    private final DeliveryProfiles profiles;

    DeliveryReader(DeliveryProfiles profiles) {
        this.profiles = profiles;
    }

    /** Null where the row names none, or none that there is, which has been reported. */
    @Nullable
    DeliveryProfile profile(RowFields row) {
        String name = row.text(RequestField.PROFILE);
        if (name == null) {
            return null;
        }
        Optional<DeliveryProfile> found = profiles.find(name.strip());
        if (found.isEmpty()) {
            row.reject(
                    RequestField.PROFILE,
                    "\"" + name + "\" is no delivery profile of this farm, which has "
                            + String.join(
                                    ", ",
                                    profiles.all().stream()
                                            .map(DeliveryProfile::name)
                                            .toList())
                            + ": name one of them, or leave it out");
        }
        return found.orElse(null);
    }

    /** @param profile null where there is none */
    static Encoding encoding(RowFields row, @Nullable DeliveryProfile profile) {
        int problems = row.problems().size();
        ImageFormat asked =
                row.choice(RequestField.OUTPUT_FORMAT).map(ImageFormat::named).orElse(null);
        boolean isMeant = row.problems().size() == problems;
        if (profile != null && asked != null && !profile.rules().formats().contains(asked)) {
            row.reject(
                    RequestField.OUTPUT_FORMAT,
                    "is " + asked.wireName() + ", and the profile " + profile.name() + " takes "
                            + profile.rules().takes() + ": ask for one of them, or leave it out");
            return Encoding.PLAIN;
        }
        Encoding usual =
                profile == null ? new Encoding(asked, null) : profile.delivery().encoding(asked);
        int quality = row.integer(RequestField.OUTPUT_COMPRESSION)
                .orElse((long) usual.quality())
                .intValue();
        if (usual.format() == ImageFormat.PNG && quality != Encoding.BEST) {
            if (isMeant) {
                row.reject(
                        RequestField.OUTPUT_COMPRESSION,
                        "is for jpeg and webp, a png loses nothing: leave it out, or ask for output_format jpeg or webp");
            }
            return Encoding.PLAIN;
        }
        return usual.withQuality(quality);
    }

    /** What is drawn for it where the row says no size: of its shape, as large as the model draws unasked. */
    static ImageSize usualSize(@Nullable DeliveryProfile profile, ModelManifest manifest) {
        ImageSize usual = manifest.defaults().size();
        Sides sides = profile == null ? null : profile.rules().sides();
        return sides == null || sides.shape() == null
                ? usual
                : SizeText.read(sides.shape(), manifest).orElse(usual);
    }

    /** By less than one of the steps in which the model's sides go a picture is another shape: that is cut off. */
    private static boolean isOfShape(@Nullable Sides sides, ImageSize size, int multiple) {
        double ratio = sides == null ? 0 : sides.ratio();
        return ratio == 0
                || Math.abs(size.width() - size.height() * ratio) < multiple
                || Math.abs(size.height() - size.width() / ratio) < multiple;
    }

    /** Reports a size of which the profile takes nothing that becomes of it. */
    static void checkSize(RowFields row, @Nullable DeliveryProfile profile, ImageSize size, ModelManifest manifest) {
        if (profile == null) {
            return;
        }
        DeliveryRules rules = profile.rules();
        Delivery delivery = profile.delivery();
        if (delivery.delivered(size).isEmpty()) {
            row.reject(
                    RequestField.SIZE,
                    size + " cannot be delivered by the profile " + profile.name() + ", which takes " + rules.sizes()
                            + " and enlarges a picture " + rules.enlargement() + " times at most: draw another size");
        } else if (rules.background() == null
                && !isOfShape(rules.sides(), size, manifest.size().multiple())) {
            row.reject(
                    RequestField.SIZE,
                    size + " is not of the shape that the profile " + profile.name() + " takes, " + rules.sizes()
                            + ", and without a white background there is nothing to pad it with: ask for that shape");
        }
    }
}
