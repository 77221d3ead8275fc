package dev.renderfarm.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uploads with bytes flipped, left out or cut off, anywhere in the form. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class DamagedFormsApiTest {

    private static final byte[] FORM = ("--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
                    + "Content-Type: text/csv; charset=utf-8\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                    + "sku,prompt\nA,mug\n\r\n--b--\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DAMAGE = {0, '\r', '\n', ':', '"', '=', '%', (byte) 0xFF};

    private final HttpClient client = HttpClient.newHttpClient();

    @TestHTTPResource("/")
    URI root;

    @Test
    void shouldAnswerDamageAnywhereWithAReason() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (int at = 0; at < FORM.length; at++) {
            for (byte damage : DAMAGE) {
                byte[] form = FORM.clone();
                form[at] = damage;
                check(form, "byte " + at + " is " + damage, wrong);
            }
            check(without(at), "without byte " + at, wrong);
            check(Arrays.copyOf(FORM, at), "cut off at byte " + at, wrong);
        }
        assertThat(wrong).isEmpty();
    }

    private void check(byte[] form, String what, List<String> wrong) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/v1/files"))
                .header("content-type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        boolean told = answer.statusCode() == 200
                || answer.statusCode() == 400 && answer.body().contains("\"code\":\"invalid_request\"");
        if (!told) {
            wrong.add(what + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private static byte[] without(int at) {
        byte[] form = new byte[FORM.length - 1];
        System.arraycopy(FORM, 0, form, 0, at);
        System.arraycopy(FORM, at + 1, form, at, form.length - at);
        return form;
    }
}
