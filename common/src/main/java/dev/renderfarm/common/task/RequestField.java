package dev.renderfarm.common.task;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.storage.ImageFormat;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a line of a batch's input may say: the columns of a CSV, the fields of a JSON line. This is the one declaration
 * of each; what reads, checks, writes and explains fields follows from it.
 */
public enum RequestField {
    CUSTOM_ID("text", "your own id of the line; sku is the same field", null, "sku"),
    PROMPT("text", "what the picture shows", null),
    NEGATIVE_PROMPT(
            "text", "what to keep away from, where guidance is on", "the model's: empty, and for SDXL none at all"),
    MODEL("name of a model", "which one draws; a batch has one", "the batch's, or the farm's only one"),
    N(NumberRange.whole(1, 10), "how many pictures: MUG, MUG-2, MUG-3 …", "1"),
    SIZE("WIDTHxHEIGHT", "of the picture, in pixels", "the model's"),
    SEED(
            NumberRange.whole(0, ImageRequest.MAX_SEED),
            "of the first picture; each further one has the next",
            "follows from the batch's seed and the SKU"),
    NUM_INFERENCE_STEPS(
            NumberRange.whole(1, Double.POSITIVE_INFINITY),
            "sampling steps",
            "the model's: 8 for Z-Image-Turbo, 50 for Z-Image"),
    GUIDANCE_SCALE(
            NumberRange.upTo(100),
            "strength of classifier-free guidance; 0 is off",
            "the model's: 0 for Z-Image-Turbo, 4 for Z-Image"),
    CFG_NORMALIZATION(
            NumberRange.upTo(100),
            "largest norm of a guided prediction, as a multiple of the unguided one's; true is 1, false and 0 are no"
                    + " limit",
            "the model's: no limit"),
    CFG_TRUNCATION(
            NumberRange.upTo(1), "model time after which steps go without guidance; 1 is never", "the model's: never"),
    GUIDANCE_RESCALE(
            NumberRange.upTo(1),
            "of Stable Diffusion: share of a guided prediction that gets the deviation it had before; 0 is none",
            "the model's: none"),
    SCHEDULER(
            names(SchedulerKind.values(), SchedulerKind::wireName),
            "how the model is sampled, of those that it can be",
            "the model's"),
    ORIGINAL_SIZE("WIDTHxHEIGHT", "of SDXL: the size that the picture is said to have had at first", "as size"),
    CROP("TOP,LEFT in pixels", "of SDXL: what is said to have been cut off the picture", "0,0"),
    TARGET_SIZE("WIDTHxHEIGHT", "of SDXL: the size that the picture is said to be made for", "as size"),
    OUTPUT_FORMAT(names(ImageFormat.values(), ImageFormat::wireName), "how the picture is encoded"),
    OUTPUT_COMPRESSION(
            NumberRange.whole(0, Encoding.BEST),
            "how much of the picture a jpeg or webp keeps: a webp of 100 loses nothing, and a png never does",
            "100"),
    PROFILE(
            "name of a delivery profile",
            "what the place wants that the picture is delivered to: size, format, largest file, white around the"
                    + " product; it is mended or rejected",
            "none"),
    RESPONSE_FORMAT(
            names(ResponseFormat.values(), ResponseFormat::wireName),
            "whether output.jsonl has the picture's address or the picture itself"),
    IMAGE(
            "file id, key, data URL, or name of one of the batch's images",
            "of edits: the picture that the drawing begins with",
            "the one of the batch's images that is called as the SKU",
            "images"),
    MASK(
            "as image, or white-background",
            "of edits: which pixels are painted anew: transparent ones, or white ones of a mask without transparency",
            "the picture's own transparency; without any all of it"),
    STRENGTH(
            NumberRange.upTo(1),
            "of edits: how much noise is added to the picture first, above 0: of N steps N times that many run",
            "1 where some of it is kept, else 0.6"),
    PLACE(
            "center, fit:SHARE, or x, y, width and height in pixels",
            "of edits: where on a larger canvas the picture is put; all around it is painted",
            "the picture fills the canvas"),
    RESIZE(
            names(Resize.values(), Resize::wireName),
            "of edits: how a picture of another size becomes as large as the canvas",
            "contain for one with transparency, else cover"),
    PASTE(
            List.of("true", "false"),
            "of edits: whether what is kept replaces what was drawn there, to the byte",
            "true"),
    FEATHER(
            NumberRange.whole(0, Edit.MAX_FEATHER),
            "of edits: over how many pixels beside what is kept the old passes into the new",
            "0"),
    MASK_TO_LATENTS(
            names(MaskToLatents.values(), MaskToLatents::wireName),
            "of edits: what of 8x8 pixels is painted anew: as the first of them says, or as any does",
            "nearest"),
    ENCODE(
            names(EncodeMode.values(), EncodeMode::wireName),
            "of edits: whether the picture is encoded as the seed draws it, or by its mean",
            "sample");

    /** What lines say of the picture that they begin with. */
    public static final Set<RequestField> OF_EDITS = Collections.unmodifiableSet(EnumSet.range(IMAGE, ENCODE));

    private final List<String> names;
    private final @Nullable NumberRange range;
    private final List<String> choices;
    private final String form;
    private final String help;
    private final @Nullable String otherwise;

    RequestField(String form, String help, @Nullable String otherwise, String... otherNames) {
        this(null, List.of(), form, help, otherwise, otherNames);
    }

    RequestField(NumberRange range, String help, String otherwise) {
        this(range, List.of(), range.toString(), help, otherwise);
    }

    /** @param choices the first is what counts without it */
    RequestField(List<String> choices, String help) {
        this(choices, help, choices.get(0));
    }

    RequestField(List<String> choices, String help, String otherwise) {
        this(null, choices, alternatives(choices), help, otherwise);
    }

    RequestField(
            @Nullable NumberRange range,
            List<String> choices,
            String form,
            String help,
            @Nullable String otherwise,
            String... otherNames) {
        this.names = Stream.concat(Stream.of(name().toLowerCase(Locale.ROOT)), Stream.of(otherNames))
                .toList();
        this.range = range;
        this.choices = choices;
        this.form = form;
        this.help = help;
        this.otherwise = otherwise;
    }

    public String wireName() {
        return names.get(0);
    }

    /** All that it goes by, the wire name first. */
    public List<String> names() {
        return names;
    }

    /** Whether no line does without it. */
    public boolean isRequired() {
        return otherwise == null;
    }

    public boolean isNumber() {
        return range != null;
    }

    /** The numbers that a line may say; only for a field that holds one. */
    public NumberRange range() {
        return Objects.requireNonNull(range, () -> wireName() + " holds no number");
    }

    /** The texts that it may hold; empty where it is free. */
    public List<String> choices() {
        return choices;
    }

    /** For people: what it may hold. */
    public String form() {
        return form;
    }

    /** For people: what it is. */
    public String help() {
        return help;
    }

    /** For people: what counts where a line does not say it; null where every line must. */
    public @Nullable String otherwise() {
        return otherwise;
    }

    /** For people: all of this in a line. */
    public String description() {
        return help + " (" + form + "; " + (otherwise == null ? "needed" : "without it: " + otherwise) + ")";
    }

    /** As {@code png, jpeg or webp}. */
    private static String alternatives(List<String> choices) {
        int last = choices.size() - 1;
        return String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
    }

    private static <E> List<String> names(E[] choices, Function<E, String> name) {
        return Stream.of(choices).map(name).toList();
    }

    /** @throws IllegalArgumentException if the number is there and out of range */
    void check(@Nullable Number number) {
        check(number, range());
    }

    /** @throws IllegalArgumentException if the number is there and out of that range, wider than a line's */
    void check(@Nullable Number number, NumberRange allowed) {
        if (number != null && !allowed.contains(number.doubleValue())) {
            throw new IllegalArgumentException(wireName() + " must be " + allowed.bounds() + ": " + number);
        }
    }
}
