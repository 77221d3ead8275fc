package dev.renderfarm.cli.api;

import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer that is no success, whoever wrote it: the farm, or a proxy before it.
 *
 * @param body the farm's error envelope, or anything else
 */
record Refusal(int status, String body) {

    private static final ErrorEnvelope.Problem NOTHING_TOLD = new ErrorEnvelope.Problem(null, null, null, null);

    /** The failure that it stands for. */
    FarmException failure() {
        ErrorEnvelope.Problem problem = problem();
        String field = problem.param() == null ? "" : " (" + problem.param() + ")";
        return new FarmException(
                code(problem.code()),
                problem.message() == null ? "the farm answered with HTTP status " + status : problem.message() + field);
    }

    private ErrorEnvelope.Problem problem() {
        try {
            return Json.read(body, ErrorEnvelope.class).error();
        } catch (MalformedJsonException e) {
            return NOTHING_TOLD;
        }
    }

    private FailureCode code(@Nullable String wireName) {
        return Arrays.stream(FailureCode.values())
                .filter(code -> code.wireName().equals(wireName))
                .findFirst()
                .orElseGet(this::codeOfStatus);
    }

    private FailureCode codeOfStatus() {
        return switch (status) {
            case 401 -> FailureCode.INVALID_API_KEY;
            case 403 -> FailureCode.FORBIDDEN;
            case 429 -> FailureCode.RATE_LIMIT_EXCEEDED;
            case 404, 410 -> FailureCode.NOT_FOUND;
            case 409 -> FailureCode.CONFLICT;
            case 413 -> FailureCode.FILE_TOO_LARGE;
            case 502, 503, 504 -> FailureCode.FARM_UNREACHABLE;
            default -> status >= 500 ? FailureCode.INTERNAL_ERROR : FailureCode.INVALID_REQUEST;
        };
    }
}
