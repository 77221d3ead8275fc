package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pictures over HTTP, large and small, as a browser asks for them again and again. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class PicturesApiTest {

    private static final BatchId BATCH = new BatchId("batch_pictures");
    private static final String IMAGES = "/v1/batches/batch_pictures/images/";
    private static final String THUMBNAILS = "/v1/batches/batch_pictures/thumbnails/";
    private static final String SHA256 = "a".repeat(64);

    @Inject
    InMemoryObjectStore objects;

    @BeforeEach
    void letThereBeAPicture() throws IOException {
        objects.list("batches/batch_pictures/", "").forEachRemaining(objects::delete);
        put("A.png", png(512, 256));
        put("A.json", ("{\"sha256\":\"" + SHA256 + "\",\"more\":1}").getBytes());
    }

    private void put(String file, byte[] content) {
        objects.put("batches/batch_pictures/images/" + file, content, "x/x", Map.of());
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }

    @Test
    void shouldBeShownUnlessAskedToBeKept() {
        when().get(IMAGES + "A.png")
                .then()
                .statusCode(200)
                .header("content-disposition", startsWith("inline; filename=\"A.png\""))
                .header("x-content-type-options", "nosniff")
                .header("cache-control", "private, no-cache")
                .header("etag", "\"" + SHA256 + "\"");
        when().get(IMAGES + "A.png?download=1")
                .then()
                .header("content-disposition", startsWith("attachment; filename=\"A.png\""));
        when().get(IMAGES + "A.json?download=1")
                .then()
                .header("content-disposition", startsWith("attachment; filename=\"A.json\""));
        refused(when().get(IMAGES + "A.png?download=yes").then(), FailureCode.INVALID_REQUEST, "download");
    }

    @Test
    void shouldNotBeSentAgainUnlessItHasChanged() {
        given().header("If-None-Match", "\"" + SHA256 + "\"")
                .get(IMAGES + "A.png")
                .then()
                .statusCode(304);
        given().header("If-None-Match", "*").head(IMAGES + "A.png").then().statusCode(304);
        put("A.json", ("{\"sha256\":\"" + "b".repeat(64) + "\"}").getBytes());
        String tag = given().header("If-None-Match", "\"" + SHA256 + "\"")
                .get(IMAGES + "A.json")
                .then()
                .statusCode(200)
                .extract()
                .header("etag");
        given().header("If-None-Match", tag).get(IMAGES + "A.json").then().statusCode(304);
        given().header("If-None-Match", "\"" + SHA256 + "\"")
                .get(IMAGES + "A.png")
                .then()
                .statusCode(200);
        put("A.json", "{}".getBytes());
        when().get(IMAGES + "A.png").then().statusCode(200).header("etag", nullValue());
    }

    @Test
    void shouldMakeAThumbnailOnceWhereTheWorkerLeftNone() throws IOException {
        // When
        byte[] jpeg = when().get(THUMBNAILS + "A.jpg?v=aaaaaaaa")
                .then()
                .statusCode(200)
                .contentType(equalTo("image/jpeg"))
                .header("cache-control", "private, max-age=31536000, immutable")
                .extract()
                .asByteArray();
        // Then
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(small.getWidth() + "x" + small.getHeight()).isEqualTo("256x128");
        String key = ObjectKeys.thumbnail(BATCH, new ImageName("A"));
        assertThat(objects.get(key).readAllBytes()).isEqualTo(jpeg);
        objects.delete(ObjectKeys.image(BATCH, ImageFile.parse("A.png")));
        when().get(THUMBNAILS + "A.jpg").then().statusCode(200).header("cache-control", "private, no-cache");
    }

    @Test
    void shouldBeKeptForEverOnlyUnderTheVersionThatIsThere() {
        for (String version : new String[] {"aaaaaaaa", SHA256}) {
            String tag = when().get(THUMBNAILS + "A.jpg?v=" + version)
                    .then()
                    .statusCode(200)
                    .header("cache-control", "private, max-age=31536000, immutable")
                    .extract()
                    .header("etag");
            given().header("If-None-Match", tag)
                    .get(THUMBNAILS + "A.jpg?v=" + version)
                    .then()
                    .statusCode(304)
                    .header("cache-control", "private, max-age=31536000, immutable");
        }
        when().get(THUMBNAILS + "A.jpg?v=aaaaaaab").then().statusCode(200).header("cache-control", "private, no-cache");
        put("A.json", "{}".getBytes());
        when().get(THUMBNAILS + "A.jpg?v=aaaaaaaa").then().statusCode(200).header("cache-control", "private, no-cache");
    }

    @Test
    void shouldSayThatThereIsNoThumbnailOfWhatIsNoPicture() throws IOException {
        put("bomb.png", declaring(png(1, 1), 100_000));
        put("text.png", "no picture at all".getBytes());
        for (String name : new String[] {"B.jpg", "A.png", ".jpg", "bomb.jpg", "text.jpg"}) {
            refused(when().get(THUMBNAILS + name).then(), FailureCode.NOT_FOUND, null);
        }
        refused(when().get(THUMBNAILS + "A.jpg?v=zz").then(), FailureCode.INVALID_REQUEST, "v");
    }

    /** A PNG that says that it has so many pixels on either side. */
    private static byte[] declaring(byte[] png, int side) {
        ByteBuffer.wrap(png).putInt(16, side).putInt(20, side);
        return png;
    }
}
