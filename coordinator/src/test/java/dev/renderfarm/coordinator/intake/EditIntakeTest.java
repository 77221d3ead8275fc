package dev.renderfarm.coordinator.intake;

import static dev.renderfarm.coordinator.intake.IntakeDesk.rejected;
import static dev.renderfarm.coordinator.intake.IntakeDesk.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.layout.Layout;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.sources.DecodedPictures;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditIntakeTest {

    private final IntakeDesk desk = new IntakeDesk();
    private final FileId photo = desk.picture("64x64");
    private final FileId opaque = desk.picture("64x64 opaque");
    private final FileId cutOut = desk.picture("32x32 transparent");

    @Test
    void shouldNameThePictureByKeyAndDigestWhenALineHasItsFile() throws InterruptedException {
        // When
        Edit edit = edit("sku,prompt,image\nMUG,on marble," + cutOut + "\n");
        // Then
        assertThat(edit.image().key()).isEqualTo(ObjectKeys.upload(cutOut));
        assertThat(edit.image().sha256()).hasSize(64);
        assertThat(edit.image().width()).isEqualTo(32);
        assertThat(edit.image().bytes()).isEqualTo("32x32 transparent".length());
        assertThat(desk.objects().keys()).contains(ObjectKeys.use(cutOut, IntakeDesk.BATCH));
    }

    @Test
    void shouldTakeOpenAisBatchLineAndAllFieldsOfTheFarm() throws InterruptedException {
        // Given
        FileId mask = desk.picture("64x64 transparent, the mask");
        // When
        Edit edit = edit(line("""
                {"prompt":"on marble","images":[{"file_id":"%s"}],"mask":{"file_id":"%s"},"strength":0.5,\
                "mask_to_latents":"any","encode":"mode","feather":4,"resize":"exact","input_fidelity":"low",\
                "background":"opaque"}""".formatted(photo, mask)));
        // Then
        assertThat(edit.mask())
                .isInstanceOfSatisfying(
                        Mask.OfFile.class, file -> assertThat(file.file().key()).isEqualTo(ObjectKeys.upload(mask)));
        assertThat(edit)
                .extracting(Edit::strength, Edit::maskToLatents, Edit::encode, Edit::paste, Edit::feather, Edit::resize)
                .containsExactly(0.5, MaskToLatents.ANY, EncodeMode.MODE, false, 4, Resize.EXACT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "64x64 | | | 0.6 | COVER",
                "64x32 | | contain | 1.0 | CONTAIN",
                "64x32 | | cover | 0.6 | COVER",
                "32x32 transparent | | | 1.0 | CONTAIN",
                "32x32 | center | | 1.0 | COVER",
                "48x48 transparent | fit:0.6 | | 1.0 | CONTAIN"
            })
    void shouldKeepOfThePictureWhatALineSays(
            String picture, String place, String resize, double strength, Resize expected) throws InterruptedException {
        // When
        Edit edit = edit("sku,prompt,image,place,resize\nA,x," + desk.picture(picture) + ","
                + (place == null ? "" : place) + "," + (resize == null ? "" : resize) + "\n");
        // Then
        assertThat(edit.strength()).isEqualTo(strength);
        assertThat(edit.resize()).isEqualTo(expected);
        assertThat(edit.paste()).isTrue();
    }

    @Test
    void shouldReadPlacesInEveryForm() throws InterruptedException {
        // Given
        List<String> given = List.of(
                "center",
                "fit:0.5",
                "fit:50%",
                "\"8, 4\"",
                "\"8,4,20,10\"",
                "\"8,4,,16\"",
                "\"{\"\"x\"\": 8, \"\"y\"\": 4, \"\"width\"\": 20}\"");
        String lines = IntStream.range(0, given.size())
                .mapToObj(i -> "A" + i + ",x," + cutOut + "," + given.get(i))
                .collect(Collectors.joining("\n"));
        // When
        List<Place> places = edits("sku,prompt,image,place\n" + lines + "\n").stream()
                .map(Edit::place)
                .toList();
        // Then
        assertThat(places)
                .containsExactly(
                        new Place.Centred(null),
                        new Place.Centred(0.5),
                        new Place.Centred(0.5),
                        new Place.At(8, 4, null, null),
                        new Place.At(8, 4, 20, 10),
                        new Place.At(8, 4, null, 16),
                        new Place.At(8, 4, 20, null));
    }

    @Test
    void shouldStoreAPictureOnceWhenLinesHoldItAsDataUrl() throws InterruptedException {
        // Given
        String url = "data:image/png;base64,"
                + Base64.getEncoder().encodeToString("32x32 transparent".getBytes(StandardCharsets.UTF_8));
        // When
        List<Edit> edits = edits(line("{\"prompt\":\"x\",\"images\":[{\"image_url\":\"" + url + "\"}]}")
                + "\n{\"sku\":\"B\",\"prompt\":\"y\",\"image\":\"" + url + "\"}");
        // Then
        String key = ObjectKeys.source(IntakeDesk.BATCH, edits.get(0).image().sha256());
        assertThat(edits).extracting(edit -> edit.image().key()).containsOnly(key);
        assertThat(desk.objects().keys()).contains(key);
        assertThat(desk.looks()).isEqualTo(1);
        assertThat(desk.parts().values()).noneMatch(part -> part.contains("base64"));
    }

    @Test
    void shouldLookOnceWhenManyLinesNameOnePicture() throws InterruptedException {
        // Given
        String lines = IntStream.range(0, 50_000)
                .mapToObj(i -> "A" + i + ",x," + photo)
                .collect(Collectors.joining("\n"));
        // When
        BatchCommand answer = desk.validateEdits("sku,prompt,image\n" + lines + "\n");
        // Then
        assertThat(((BatchCommand.Validated) answer).total()).isEqualTo(50_000);
        assertThat(desk.looks()).isEqualTo(1);
    }

    @Test
    void shouldFindPicturesByNameAndBySkuWhenTheBatchHasImages() throws InterruptedException {
        // Given
        FileId cup = desk.picture("33x33 transparent");
        FileId jug = desk.picture("34x34 transparent");
        Layout layout = withImages(Map.of("MUG.png", cutOut, "cup front.PNG", cup, "jug.jpg", jug));
        // When
        List<Edit> edits = edits(desk.validateEdits(FakeModels.editing("tiny"), """
                sku,prompt,image
                A,x,mug.png
                B,x,C:\\photos\\Cup Front.png
                C,x,https://cdn.example/p/jug.jpg?v=7
                JUG,x,
                """, layout));
        // Then
        assertThat(edits)
                .extracting(edit -> edit.image().key())
                .containsExactly(
                        ObjectKeys.upload(cutOut),
                        ObjectKeys.upload(cup),
                        ObjectKeys.upload(jug),
                        ObjectKeys.upload(jug));
    }

    @Test
    void shouldNameTheFilesWhenASkuHasTwo() throws InterruptedException {
        // Given
        Layout layout = withImages(Map.of("MUG.png", cutOut, "mug.jpg", photo));
        // When
        List<LineError> errors =
                rejected(desk.validateEdits(FakeModels.editing("tiny"), "sku,prompt\nMUG,x\nCUP,x\n", layout));
        // Then
        assertThat(errors)
                .extracting(LineError::field, LineError::message)
                .containsExactly(
                        tuple(
                                "image",
                                "is not named, and \"MUG.png\" and \"mug.jpg\" are called as the line: name one"),
                        tuple(
                                "image",
                                "is missing: name the picture that the drawing begins with, none of the batch's images is"
                                        + " called as the line"));
    }

    @Test
    void shouldTakeWhiteBackgroundsFromAPreset() throws InterruptedException {
        // Given
        Layout layout = new Layout(
                Map.of(),
                Map.of(),
                new Preset("white", null, Map.of("mask", "white-background:20", "strength", "0.9"), null),
                Map.of(),
                List.of());
        // When
        Edit edit = edits(desk.validateEdits(
                        FakeModels.editing("tiny"), "sku,prompt,image\nMUG,x," + photo + "\n", layout))
                .get(0);
        // Then
        assertThat(edit.mask()).isEqualTo(new Mask.WhiteBackground(20));
        assertThat(edit.strength()).isEqualTo(0.9);
    }

    @Test
    void shouldSayThatWhiteIsPaintedWhenAMaskHasNoTransparency() throws InterruptedException {
        // Given
        FileId mask = desk.picture("64x64, the mask");
        // When
        BatchCommand answer = desk.validateEdits("sku,prompt,image,mask\nMUG,x," + photo + "," + mask + "\n");
        // Then
        assertThat(warnings(answer)).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo(WarningCode.WHITE_IS_PAINTED);
            assertThat(warning.field()).isEqualTo("mask");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image=https://shop.example/mug.png | image | is an address elsewhere, and the farm fetches nothing from there",
                "image=file-vanished | image | there is no file file-vanished: upload the picture",
                "image=file-UPPER | image | is no id of a file",
                "image=secrets/key.png | image | names no picture: give the id of a file, a key that begins with sources/",
                "image=sources/../files/x | image | names no picture",
                "image=sources/none.png | image | there is no object sources/none.png in the bucket",
                "image=data:image/png,abc | image | is a data URL without base64",
                "image=data:image/png;base64,%% | image | is a data URL whose base64 cannot be read",
                "image=data:image/png;base64,bm9uZQ== | image | the file is no picture",
                "mask=CUT | mask | has 32x32 pixels, the picture 64x64",
                "mask=OPAQUE | mask | is nowhere transparent, so nothing would be painted",
                "mask=64x64 clear | mask | is transparent all over, so nothing would be kept: make opaque what is to be",
                "mask=64x64 white | mask | is white all over, so nothing would be kept: make black what is to be",
                "mask=64x64 black | mask | has no white, so nothing would be painted",
                "mask=white-background:255 | mask | has a tolerance from 0 to 254",
                "image=CUT;mask=white-background | mask | looks for a white background, and the picture is transparent there",
                "strength=0 | strength | must be 0.001 at least",
                "strength=0.0000000000000000001 | strength | must be 0.001 at least",
                "strength=1.5 | strength | must be a number from 0 to 1",
                "place=left | place | must be center, fit:0.6",
                "place=fit:1.2 | place | must be center, fit:0.6",
                "place=1,1 | place | the picture would be 64x64 at 1,1",
                "place=center;size=32x32 | place | the picture would be 64x64 at -16,-16",
                "place=fit:0.6;resize=cover | resize | is of no use beside place",
                "resize=stretch | resize | must be \"contain\" or \"cover\" or \"exact\"",
                "image=LONG;resize=exact | resize | the picture of 2x128 would be 64x64, more than 16 times as far stretched",
                "feather=4 | feather | needs something that is kept",
                "image=CUT;feather=4 | feather | is not for pictures with transparency",
                "paste=perhaps | paste | must be true or false",
                "encode=mean | encode | must be \"sample\" or \"mode\""
            })
    void shouldSayWhichFieldIsWrongAndWhatToDo(String cells, String field, String message) throws InterruptedException {
        // Given
        StringBuilder json = new StringBuilder("{\"sku\":\"A\",\"prompt\":\"x\"");
        String all = cells.contains("image=") ? cells : cells + ";image=PHOTO";
        for (String cell : all.split(";(?=[a-z]+=)")) {
            String[] parts = cell.split("=", 2);
            String value = parts[1].replace("CUT", cutOut.value())
                    .replace("PHOTO", photo.value())
                    .replace("OPAQUE", opaque.value())
                    .replace("LONG", desk.picture("2x128").value());
            if (value.matches("64x64 .*")) {
                value = desk.picture(value).value();
            }
            boolean number = value.matches("[0-9.]+");
            json.append(",\"").append(parts[0]).append("\":").append(number ? value : "\"" + value + "\"");
        }
        // When
        List<LineError> errors = rejected(desk.validateEdits(json + "}\n"));
        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(1);
            assertThat(error.field()).isEqualTo(field);
            assertThat(error.message()).startsWith(message);
        });
    }

    @Test
    void shouldRefuseSeveralPicturesOfOneLine() throws InterruptedException {
        // When
        List<LineError> errors = rejected(desk.validateEdits(line(
                "{\"prompt\":\"x\",\"images\":[{\"file_id\":\"" + photo + "\"},{\"file_id\":\"" + cutOut + "\"}]}")));
        // Then
        assertThat(errors)
                .extracting(LineError::field, LineError::message)
                .contains(tuple(
                        "body.images",
                        "names 2 pictures, a drawing begins with one: keep one, and write a line for each other"));
    }

    @Test
    void shouldRefuseTransparentBackgroundsByName() throws InterruptedException {
        // When
        List<LineError> errors = rejected(desk.validateEdits(
                line("{\"prompt\":\"x\",\"image\":\"" + photo + "\",\"background\":\"transparent\"}")));
        // Then
        assertThat(errors).singleElement().satisfies(error -> assertThat(error.field())
                .isEqualTo("body.background"));
    }

    @Test
    void shouldRefuseAModelWithoutEncoder() throws InterruptedException {
        // When
        List<LineError> errors = rejected(
                desk.validateEdits(FakeModels.registry("tiny"), "sku,prompt,image\nA,x," + photo + "\n", Layout.NONE));
        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("image");
            assertThat(error.message()).contains("its package has no encoder: export it again");
        });
    }

    @Test
    void shouldCarryAColumnCalledImageWhenAPromptAloneTells() throws InterruptedException {
        // When
        BatchCommand answer = desk.validate("sku,prompt,image\nA,x,https://shop.example/mug.png\n");
        // Then
        assertThat(((BatchCommand.Validated) answer).total()).isEqualTo(1);
        assertThat(desk.items(0).get(0).image().edit()).isNull();
        assertThat(desk.parts().values()).anyMatch(part -> part.contains("shop.example"));
    }

    @Test
    void shouldRefuseFieldsOfEditsInALineOfAnotherEndpoint() throws InterruptedException {
        // When
        List<LineError> errors = rejected(desk.validate("{\"custom_id\":\"A\",\"method\":\"POST\",\"url\":"
                + "\"/v1/images/generations\",\"body\":{\"prompt\":\"x\",\"image\":\"file-1\"}}\n"));
        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo(FailureCode.INVALID_REQUEST);
            assertThat(error.field()).isEqualTo("body.image");
            assertThat(error.message()).contains("/v1/images/edits");
        });
    }

    @Test
    void shouldTakeTheSampleSheetWithItsPictures() throws Exception {
        // Given
        Path samples = Path.of("..", "samples");
        var decoded = new DecodedPictures(new SourceReader(SourceLimits.DEFAULT), 1);
        Map<String, FileId> images = new HashMap<>();
        try (Stream<Path> pictures = Files.list(samples.resolve("edits"))) {
            for (Path picture : pictures.toList()) {
                byte[] file = Files.readAllBytes(picture);
                String name = picture.getFileName().toString();
                images.put(name, desk.picture(name, file, decoded.probe(file)));
            }
        }
        // When
        List<Edit> edits = edits(desk.validateEdits(
                FakeModels.editing("tiny"), Files.readString(samples.resolve("edits.csv")), withImages(images)));
        // Then
        assertThat(edits).hasSize(6).allMatch(edit -> edit.strength() == 1 && edit.place() != null);
        assertThat(edits.stream().map(edit -> edit.image().key()).distinct()).hasSize(4);
    }

    private Edit edit(String input) throws InterruptedException {
        return edits(input).get(0);
    }

    private List<Edit> edits(String input) throws InterruptedException {
        return edits(desk.validateEdits(input));
    }

    private List<Edit> edits(BatchCommand answer) {
        assertThat(answer).isInstanceOf(BatchCommand.Validated.class);
        return desk.items(0).stream()
                .map(RenderItem::image)
                .map(image -> Objects.requireNonNull(image.edit()))
                .toList();
    }

    private static String line(String body) {
        return "{\"custom_id\":\"A\",\"method\":\"POST\",\"url\":\"/v1/images/edits\",\"body\":" + body + "}";
    }

    private static Layout withImages(Map<String, FileId> images) {
        return new Layout(Map.of(), Map.of(), null, Map.of(), List.of(), images);
    }
}
