package dev.renderfarm.standalone.farm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.standalone.layout.S3Credentials;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3IT {

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void shouldKeepObjectsWhenStartedAgainOnOtherPorts() throws Exception {
        // Given
        try (Servers first = Servers.on(directory)) {
            first.s3().start();
            assertThat(put(first, first.credentials(), "/bucket", "")).isEqualTo(200);
            assertThat(put(first, first.credentials(), "/bucket/picture", "pixels"))
                    .isEqualTo(200);
            first.s3().kill();
        }
        // When
        try (Servers second = Servers.on(directory)) {
            second.s3().start();
            // Then
            HttpResponse<String> answer =
                    send(second, second.credentials(), "GET", "/bucket/picture", BodyPublishers.noBody());
            assertThat(answer.body()).isEqualTo("pixels");
        }
    }

    @Test
    void shouldRefuseOtherKeys() throws Exception {
        // Given
        try (Servers servers = Servers.on(directory)) {
            servers.s3().start();
            // When
            int status = put(servers, new S3Credentials(servers.credentials().accessKey(), "guess"), "/bucket", "");
            // Then
            assertThat(status).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ж", "杯", "𠮷", "\u0e01\u0e49"})
    void shouldTakeTheLongestNamesOfPictures(String character) throws Exception {
        // Given
        int characters = ImageName.MAX_BYTES / character.getBytes(UTF_8).length;
        ImageName name = new ImageName(character.repeat(characters));
        String key = ObjectKeys.imageMetadata(new BatchId("batch_" + "0".repeat(48)), name);
        try (Servers servers = Servers.on(directory)) {
            servers.s3().start();
            put(servers, servers.credentials(), "/bucket", "");
            // When
            int status = put(servers, servers.credentials(), "/bucket/" + encoded(key), "{}");
            // Then
            assertThat(status).isEqualTo(200);
        }
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, UTF_8).replace("%2F", "/");
    }

    private int put(Servers servers, S3Credentials keys, String path, String body) throws Exception {
        return send(servers, keys, "PUT", path, BodyPublishers.ofString(body)).statusCode();
    }

    /** AWS signature version 2, the shortest that the server takes. */
    private HttpResponse<String> send(
            Servers servers, S3Credentials keys, String method, String path, BodyPublisher body) throws Exception {
        String date = HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(keys.secretKey().getBytes(UTF_8), "HmacSHA1"));
        String toSign = method + "\n\n\n\nx-amz-date:" + date + "\n" + path;
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(UTF_8)));
        HttpRequest request = HttpRequest.newBuilder(servers.s3().address().resolve(path))
                .header("x-amz-date", date)
                .header("Authorization", "AWS " + keys.accessKey() + ":" + signature)
                .method(method, body)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
