package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.wire.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code farm verify} says of the pixels that an edit is to keep. */
class VerifyKeptPixelsTest {

    private static final String UPLOAD = "file-0123456789abcdef01234567";
    private static final String CONTENT = "GET /v1/files/" + UPLOAD + "/content";
    private static final int SIDE = 16;
    private static final int PRODUCT = 6;
    private static final int AT = 5;

    @TempDir
    Path directory;

    @TempDir
    Path photos;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);
    private byte[] product = {};
    private byte[] kept = {};

    /** Opaque, but for its top row. */
    @BeforeEach
    void drawAProduct() throws IOException {
        BufferedImage image = new BufferedImage(PRODUCT, PRODUCT, BufferedImage.TYPE_INT_ARGB);
        ByteArrayOutputStream colours = new ByteArrayOutputStream();
        for (int y = 1; y < PRODUCT; y++) {
            for (int x = 0; x < PRODUCT; x++) {
                image.setRGB(x, y, colour(x, y));
                colours.writeBytes(new byte[] {(byte) (x * 30), (byte) (y * 20), 9});
            }
        }
        product = file(image);
        kept = colours.toByteArray();
    }

    @Test
    void shouldCountThePixelsThatAPictureHasOfItsSource() throws IOException {
        // Given
        Files.write(photos.resolve("whatever it is called.png"), product);
        put("MUG", file(picture()), metadata(null));
        // Then
        assertThat(console.run("verify", directory.toString(), "--images", photos.toString()))
                .isZero();
        assertThat(console.out().toString()).isEqualToNormalizingNewlines("""
            PICTURE  DIGEST   PROVENANCE  KEPT
            MUG.png  matches  none        30 pixels
            all 1 hold
            """);
    }

    @Test
    void shouldFailWhenAKeptPixelIsAnother() throws IOException {
        // Given: its digest in the JSON is that of the changed file
        Files.write(photos.resolve("mug.png"), product);
        BufferedImage changed = picture();
        changed.setRGB(AT + 2, AT + 3, 0x123456);
        changed.setRGB(0, 0, 0x123456);
        put("MUG", file(changed), metadata(null));
        // Then
        assertThat(console.run("verify", directory.toString(), "--images", photos.toString()))
                .isEqualTo(1);
        assertThat(console.out().toString())
                .contains("FAILS: 1 of 30 pixels are not its source's")
                .endsWith("1 of 1 do not hold" + System.lineSeparator());
    }

    @Test
    void shouldFailWhenTheJsonTellsOfOtherPixelsThanItsSourceHas() throws IOException {
        // Given
        Files.write(photos.resolve("mug.png"), product);
        Map<String, Object> metadata = metadata(null);
        metadata.put("kept_pixels", 31);
        put("A", file(picture()), metadata);
        metadata.remove("kept_pixels");
        put("B", file(picture()), metadata);
        metadata.putAll(metadata(null));
        metadata.put("size", "99999x99999");
        put("C", file(picture()), metadata);
        // Then
        assertThat(console.run("verify", directory.toString(), "--images", photos.toString()))
                .isEqualTo(1);
        assertThat(console.out().toString())
                .contains("FAILS: its JSON tells of others than its source has")
                .contains("FAILS: its JSON tells of kept pixels, and not of which")
                .contains("FAILS: it is 16x16, its JSON says 99999x99999")
                .contains("3 of 3 do not hold");
    }

    @Test
    void shouldFailWhenAPngDoesNotTellOfThePixelsThatItKeeps() throws IOException {
        // Given
        Map<String, Object> metadata = metadata(null);
        metadata.remove("kept_pixels");
        metadata.remove("kept_sha256");
        put("MUG", file(picture()), metadata);
        // Then: without its source nobody knows whether it keeps any
        assertThat(console.run("verify", directory.toString(), "--images", photos.toString()))
                .isZero();
        // When
        Files.write(photos.resolve("mug.png"), product);
        // Then
        assertThat(console.run("verify", directory.toString(), "--images", photos.toString()))
                .isEqualTo(1);
        assertThat(console.out().toString()).contains("FAILS: its JSON does not tell of the 30 pixels that it keeps");
    }

    @Test
    void shouldSayWhyNothingIsToldOfAPictureThatItsDeliveryProfileHasMended() throws IOException {
        // Given
        Map<String, Object> metadata = metadata(null);
        metadata.remove("kept_pixels");
        metadata.remove("kept_sha256");
        metadata.put(
                "delivered",
                new DeliveryReport(
                        "house",
                        new ImageSize(SIDE, SIDE),
                        List.of(new RuleFinding(ProfileRule.SIZE, "8x8", "at least 16")),
                        List.of()));
        put("MUG", file(picture()), metadata);
        // Then
        assertThat(console.run("verify", directory.toString(), "--images", photos.toString()))
                .isZero();
        assertThat(console.out().toString()).contains("none: mended for house", "all 1 hold");
    }

    @Test
    void shouldFetchTheSourceOfABatchFromTheFarmOnce() throws IOException {
        // Given
        byte[] picture = file(picture());
        serve(picture);
        farm.on(CONTENT, 200, product);
        // Then
        assertThat(console.run("verify", Batches.ID.value())).isZero();
        assertThat(console.out().toString()).contains("30 pixels", "all 2 hold");
        assertThat(farm.requests())
                .filteredOn(request -> request.line().equals(CONTENT))
                .hasSize(1);
    }

    @Test
    void shouldNotBeGreenWhenTheSourceCannotBeHad() throws IOException {
        // Given: a source that was deleted, one that is another by now, one that is no upload
        byte[] picture = file(picture());
        serve(picture);
        // Then
        assertThat(console.run("verify", Batches.ID.value(), "--json")).isEqualTo(1);
        assertThat(console.out().toString())
                .contains("\"holds\" : false", "\"outcome\" : \"not_checked\"")
                .contains("the farm no longer has its source, " + UPLOAD);
        // When
        farm.on(CONTENT, 200, picture);
        // Then
        assertThat(console.run("verify", Batches.ID.value())).isEqualTo(1);
        assertThat(console.out().toString())
                .contains("not checked: its source is another picture now", "2 of 2 could not be checked")
                .doesNotContain("do not hold");
        // When
        put("MUG", picture, metadata("sources/mug.png"));
        // Then
        assertThat(console.run("verify", directory.toString())).isEqualTo(1);
        assertThat(console.out().toString())
                .contains("not checked: the farm no longer has its source, sources/mug.png");
        assertThat(console.run("verify", directory.toString(), "--images", photos.toString()))
                .isEqualTo(1);
        assertThat(console.out().toString()).contains("not checked: its source is not in " + photos);
        // When
        farm.on("GET /v1/sources?key=sources%2Fmug.png", 200, product);
        // Then
        assertThat(console.run("verify", directory.toString())).isZero();
        assertThat(console.out().toString()).endsWith("all 1 hold" + System.lineSeparator());
    }

    @Test
    void shouldSayWhyWhenAnEditCannotBeOrItsMaskIsMissing() throws IOException {
        // Given
        Files.write(photos.resolve("mug.png"), product);
        Map<String, Object> metadata = metadata(null);
        metadata.put("edit", edit(null, null, new Place.At(12, 0, null, null)));
        put("A", file(picture()), metadata);
        Mask mask = new Mask.OfFile(new SourcePicture("files/" + UPLOAD, Sha256.hex("mask"), 4, PRODUCT, PRODUCT));
        metadata.put("edit", edit(null, mask, new Place.At(AT, AT, null, null)));
        put("B", file(picture()), metadata);
        // Then
        assertThat(console.run("verify", directory.toString(), "--images", photos.toString()))
                .isEqualTo(1);
        assertThat(console.out().toString())
                .contains("FAILS: its JSON tells of an edit that cannot be: the picture would be 6x6 at 12,0")
                .contains("not checked: its source is not in " + photos)
                .contains("1 of 2 do not hold", "1 of 2 could not be checked");
    }

    private void serve(byte[] picture) {
        byte[] json = Json.bytes(with(metadata(null), picture));
        List<TaskView> tasks = new ArrayList<>();
        for (String name : List.of("A", "B")) {
            String images = "GET /v1/batches/" + Batches.ID + "/images/" + name;
            farm.on(images + ".json", 200, json).on(images + ".png", 200, picture);
            var image = new StoredImage(
                    "batches/" + Batches.ID + "/images/" + name + ".png", "", Sha256.hex(picture), picture.length);
            tasks.add(new TaskView(new TaskId(Batches.ID, tasks.size()), TaskState.COMPLETED, List.of(), image, null));
        }
        farm.on(
                "GET /v1/batches/" + Batches.ID + "/tasks?limit=1000&state=completed",
                ListView.of(tasks, TaskView::id, false));
    }

    private void put(String name, byte[] file, Map<String, Object> metadata) throws IOException {
        Files.write(directory.resolve(name + ".png"), file);
        Files.write(directory.resolve(name + ".json"), Json.bytes(with(metadata, file)));
    }

    private static Map<String, Object> with(Map<String, Object> metadata, byte[] file) {
        metadata.put("sha256", Sha256.hex(file));
        return metadata;
    }

    /** Of the product at its place. */
    private Map<String, Object> metadata(@Nullable String key) {
        return new HashMap<>(Map.of(
                "size",
                SIDE + "x" + SIDE,
                "edit",
                edit(key, null, new Place.At(AT, AT, null, null)),
                "kept_pixels",
                kept.length / 3,
                "kept_sha256",
                Sha256.hex(kept)));
    }

    private Edit edit(@Nullable String key, @Nullable Mask mask, Place place) {
        SourcePicture source = new SourcePicture(
                key == null ? "files/" + UPLOAD : key, Sha256.hex(product), product.length, PRODUCT, PRODUCT);
        return new Edit(source, mask, 1, MaskToLatents.ANY, EncodeMode.MODE, true, 0, place, Resize.CONTAIN);
    }

    /** The product at its place on something. */
    private static BufferedImage picture() {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean ours = x >= AT && x < AT + PRODUCT && y > AT && y < AT + PRODUCT;
                image.setRGB(x, y, ours ? colour(x - AT, y - AT) : x * 999 + y * 77_777);
            }
        }
        return image;
    }

    private static int colour(int x, int y) {
        return 0xff << 24 | x * 30 << 16 | y * 20 << 8 | 9;
    }

    private static byte[] file(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
