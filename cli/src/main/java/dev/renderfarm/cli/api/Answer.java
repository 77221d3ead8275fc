package dev.renderfarm.cli.api;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Body of an HTTP answer: what was asked for, or the text of a refusal. */
record Answer<T>(@Nullable T content, @Nullable String refusal) {

    static <T> BodyHandler<Answer<T>> handler(BodyHandler<T> onSuccess) {
        return info -> info.statusCode() >= 200 && info.statusCode() < 300
                ? BodySubscribers.mapping(onSuccess.apply(info), content -> new Answer<>(content, null))
                : BodySubscribers.mapping(
                        BodySubscribers.ofString(StandardCharsets.UTF_8), text -> new Answer<>(null, text));
    }

    /** @throws FarmException for a refusal */
    T orThrow(int status) {
        if (content == null) {
            throw new Refusal(status, refusal == null ? "" : refusal).failure();
        }
        return content;
    }
}
