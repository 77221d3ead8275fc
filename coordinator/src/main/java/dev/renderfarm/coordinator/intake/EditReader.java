package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.edit.Coverage;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.sources.KnownPicture;
import dev.renderfarm.coordinator.sources.SourceName;
import dev.renderfarm.coordinator.sources.Sources;
import dev.renderfarm.coordinator.sources.UnusableSourceException;
import dev.renderfarm.imaging.canvas.CanvasRefusedException;
import dev.renderfarm.imaging.canvas.Placement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what rows say of the pictures that they begin with; what cannot be is reported. Used by one thread. */
final class EditReader {

    static final double STRENGTH_WHERE_ALL_CHANGES = 0.6;
    /** Of less, rounding may leave no step. */
    static final double LEAST_STRENGTH = 0.001;

    private static final Pattern WHITE_BACKGROUND = Pattern.compile("(?i)white[-_ ]background(?::([0-9]{1,3}))?");

    private final Sources sources;
    private final BatchImages images;

    EditReader(Sources sources, BatchImages images) {
        this.sources = sources;
        this.images = images;
    }

    /**
     * @param id of the row, if it has one
     * @param canvas what is drawn
     * @return null where anything is wrong, which has been reported
     */
    @Nullable
    Edit read(RowFields row, @Nullable String id, FarmModel model, ImageSize canvas) {
        if (!model.edits()) {
            row.reject(
                    RequestField.IMAGE,
                    model.name() + " draws from prompts alone, its package has no encoder: export it again from a"
                            + " checkpoint whose VAE has one, or choose another model");
            return null;
        }
        KnownPicture image = image(row, id);
        Mask mask = mask(row, image);
        Place place = place(row);
        Optional<Resize> asked = choice(row, RequestField.RESIZE, Resize.values(), Resize::wireName);
        MaskToLatents maskToLatents = choice(
                        row, RequestField.MASK_TO_LATENTS, MaskToLatents.values(), MaskToLatents::wireName)
                .orElse(MaskToLatents.NEAREST);
        EncodeMode encode = choice(row, RequestField.ENCODE, EncodeMode.values(), EncodeMode::wireName)
                .orElse(EncodeMode.SAMPLE);
        boolean paste = row.flag(RequestField.PASTE).orElse(true);
        int feather = row.integer(RequestField.FEATHER).orElse(0L).intValue();
        if (place != null && asked.isPresent()) {
            row.reject(RequestField.RESIZE, "is of no use beside place, which says how large the picture is: keep one");
        }
        if (image == null) {
            strength(row, true);
            return null;
        }
        boolean cutOut = image.transparent() && mask == null;
        Resize resize = asked.orElse(cutOut ? Resize.CONTAIN : Resize.COVER);
        boolean framed = place != null || (resize == Resize.CONTAIN && !hasShapeOf(image.picture(), canvas));
        boolean keeps = cutOut || framed || mask != null;
        checkFeather(row, feather, cutOut, keeps);
        double strength = strength(row, keeps);
        if (!row.isSound()) {
            return null;
        }
        Edit edit = new Edit(image.picture(), mask, strength, maskToLatents, encode, paste, feather, place, resize);
        checkPlace(row, edit, canvas);
        return row.isSound() ? edit : null;
    }

    private @Nullable KnownPicture image(RowFields row, @Nullable String id) {
        if (row.has(RequestField.IMAGE)) {
            String text = row.text(RequestField.IMAGE);
            return text == null ? null : look(row, RequestField.IMAGE, text);
        }
        List<String> called = id == null ? List.of() : images.ofId(id);
        if (called.size() == 1) {
            return look(row, RequestField.IMAGE, called.get(0));
        }
        if (called.size() > 1) {
            row.reject(RequestField.IMAGE, "is not named, and " + all(called) + " are called as the line: name one");
        } else {
            row.reject(
                    RequestField.IMAGE,
                    "is missing: name the picture that the drawing begins with"
                            + (images.isEmpty() ? "" : ", none of the batch's images is called as the line"));
        }
        return null;
    }

    private @Nullable KnownPicture look(RowFields row, RequestField field, String text) {
        List<String> called = images.named(text);
        if (called.size() > 1) {
            row.reject(field, "may be " + all(called) + ": write one as it is called");
            return null;
        }
        try {
            SourceName name =
                    called.isEmpty() ? SourceName.parse(text) : new SourceName.OfFile(images.file(called.get(0)));
            return sources.look(name);
        } catch (UnusableSourceException e) {
            row.reject(field, e.code(), e.getMessage());
            return null;
        }
    }

    private static String all(List<String> names) {
        return "\"" + String.join("\" and \"", names) + "\"";
    }

    private @Nullable Mask mask(RowFields row, @Nullable KnownPicture image) {
        String text = row.text(RequestField.MASK);
        if (text == null) {
            return null;
        }
        Matcher white = WHITE_BACKGROUND.matcher(text);
        if (white.matches()) {
            return whiteBackground(row, image, white.group(1));
        }
        KnownPicture mask = look(row, RequestField.MASK, text);
        if (mask == null) {
            return null;
        }
        SourcePicture file = mask.picture();
        if (image != null
                && (file.width() != image.picture().width()
                        || file.height() != image.picture().height())) {
            row.reject(
                    RequestField.MASK,
                    "has " + size(file) + " pixels, the picture " + size(image.picture())
                            + ": a mask has the size of its picture");
        }
        Optional<String> uselessness = uselessness(mask);
        if (uselessness.isPresent()) {
            row.reject(RequestField.MASK, uselessness.get());
        } else if (!mask.transparent()) {
            row.warn(
                    RequestField.MASK,
                    WarningCode.WHITE_IS_PAINTED,
                    "has no transparency: what is white in it is painted anew, what is black is kept");
        }
        return new Mask.OfFile(file);
    }

    /** Why a mask is none: it has nothing painted, or nothing kept. */
    private static Optional<String> uselessness(KnownPicture mask) {
        if (mask.repaints() == Coverage.ALL) {
            return Optional.of((mask.alpha() ? "is transparent" : "is white")
                    + " all over, so nothing would be kept: make " + (mask.alpha() ? "opaque" : "black")
                    + " what is to be, or leave the mask out to have all of the picture painted over");
        }
        if (mask.alpha() && (!mask.transparent() || mask.repaints() == Coverage.NONE)) {
            return Optional.of("is nowhere " + (mask.transparent() ? "as much as half " : "")
                    + "transparent, so nothing would be painted: make transparent what is to be, or save it"
                    + " without transparency to have white painted");
        }
        return mask.repaints() == Coverage.NONE
                ? Optional.of("has no white, so nothing would be painted: make white what is to be")
                : Optional.empty();
    }

    private static @Nullable Mask whiteBackground(
            RowFields row, @Nullable KnownPicture image, @Nullable String tolerance) {
        if (image != null && image.transparent()) {
            row.reject(
                    RequestField.MASK,
                    "looks for a white background, and the picture is transparent there: leave the mask out");
            return null;
        }
        int wanted = tolerance == null ? Mask.WhiteBackground.DEFAULT_TOLERANCE : Integer.parseInt(tolerance);
        if (wanted > Mask.WhiteBackground.MOST_TOLERANCE) {
            row.reject(
                    RequestField.MASK,
                    "has a tolerance from 0 to " + Mask.WhiteBackground.MOST_TOLERANCE + ", as in "
                            + Mask.WhiteBackground.NAME + ":" + Mask.WhiteBackground.DEFAULT_TOLERANCE);
            return null;
        }
        return new Mask.WhiteBackground(wanted);
    }

    private static @Nullable Place place(RowFields row) {
        Optional<String> text = row.textOrJson(RequestField.PLACE);
        Optional<Place> place = text.flatMap(PlaceText::read);
        if (text.isPresent() && place.isEmpty()) {
            row.reject(RequestField.PLACE, PlaceText.FORM);
        }
        return place.orElse(null);
    }

    private static void checkPlace(RowFields row, Edit edit, ImageSize canvas) {
        try {
            Placement.of(edit, edit.image().width(), edit.image().height(), canvas);
        } catch (CanvasRefusedException e) {
            RequestField culprit = edit.place() == null ? RequestField.RESIZE : RequestField.PLACE;
            row.reject(culprit, String.valueOf(e.getMessage()));
        }
    }

    /** The old passes into the new where there is some of the old beside what is kept. */
    private static void checkFeather(RowFields row, int feather, boolean cutOut, boolean keeps) {
        if (feather > 0 && cutOut) {
            row.reject(
                    RequestField.FEATHER,
                    "is not for pictures with transparency, which have nothing beside what is kept: leave it out");
        } else if (feather > 0 && !keeps) {
            row.reject(RequestField.FEATHER, "needs something that is kept: name a mask or a place, or leave it out");
        }
    }

    private static double strength(RowFields row, boolean keeps) {
        double strength = row.decimal(RequestField.STRENGTH).orElse(keeps ? 1.0 : STRENGTH_WHERE_ALL_CHANGES);
        if (strength < LEAST_STRENGTH) {
            row.reject(RequestField.STRENGTH, "must be " + LEAST_STRENGTH + " at least: with 0 nothing is drawn");
        }
        return strength;
    }

    private static <E> Optional<E> choice(RowFields row, RequestField field, E[] values, Function<E, String> name) {
        return row.choice(field).flatMap(text -> Arrays.stream(values)
                .filter(value -> name.apply(value).equals(text))
                .findFirst());
    }

    private static boolean hasShapeOf(SourcePicture picture, ImageSize canvas) {
        return (long) picture.width() * canvas.height() == (long) picture.height() * canvas.width();
    }

    private static String size(SourcePicture picture) {
        return picture.width() + "x" + picture.height();
    }
}
