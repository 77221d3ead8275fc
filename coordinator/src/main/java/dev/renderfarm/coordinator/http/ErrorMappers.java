package dev.renderfarm.coordinator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.JsonFault;
import dev.renderfarm.coordinator.batch.BatchLeftException;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.ReplicaRefusedException;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.CharConversionException;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns everything that goes wrong into the error envelope. What nobody foresaw is logged in full and told in one
 * sentence.
 */
class ErrorMappers {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorMappers.class);
    private static final String DAMAGED_FORM = "the form is damaged: send it as multipart/form-data, each part with its"
            + " headers and Content-Disposition, between boundaries";
    static final String RETRY_AFTER_SECONDS = "5";

    @ServerExceptionMapper
    Response refused(RequestRefusedException e) {
        Response answer = envelope(e.code(), e.code().httpStatus(), e.param(), String.valueOf(e.getMessage()));
        if (e.code() == FailureCode.INSUFFICIENT_QUOTA) {
            answer.getHeaders().putSingle("x-should-retry", "false");
        }
        return answer;
    }

    @ServerExceptionMapper
    Response storageAway(StorageUnavailableException e) {
        LOG.atWarn()
                .addKeyValue("code", FailureCode.STORAGE_UNAVAILABLE.wireName())
                .addKeyValue("problem", e.getMessage())
                .log("storage unavailable");
        return envelope(
                FailureCode.STORAGE_UNAVAILABLE, 503, null, "the farm's storage does not answer now: try again later");
    }

    /** Trying again does not help, so nobody is asked to. */
    @ServerExceptionMapper
    Response storageRefuses(StorageRefusedException e) {
        FailureCode code = e.code();
        LOG.atError()
                .addKeyValue("code", code.wireName())
                .addKeyValue("problem", e.getMessage())
                .log("storage refuses");
        String message =
                switch (e.kind()) {
                    case DENIED -> "the farm's storage does not let the farm in: the operator has to mend that";
                    case FULL -> "the farm's storage is full: the operator has to make room first";
                    case OBJECT ->
                        "the farm's storage does not take this: give the operator the x-request-id of this" + " answer";
                };
        Response answer = envelope(code, code.httpStatus(), null, message);
        answer.getHeaders().remove(HttpHeaders.RETRY_AFTER);
        return answer;
    }

    @ServerExceptionMapper
    Response brokerAway(BrokerUnavailableException e) {
        LOG.atWarn()
                .addKeyValue("code", FailureCode.BROKER_UNAVAILABLE.wireName())
                .addKeyValue("problem", e.getMessage())
                .log("broker unavailable");
        return envelope(
                FailureCode.BROKER_UNAVAILABLE, 503, null, "the farm's broker does not answer now: try again later");
    }

    @ServerExceptionMapper
    Response ledgerAway(LedgerUnavailableException e) {
        return envelope(
                FailureCode.BROKER_UNAVAILABLE, 503, null, "the farm is starting or moving: try again in a moment");
    }

    /** Another coordinator has counted the request for a second one, or does not know what is asked of it. */
    @ServerExceptionMapper
    Response replicaRefuses(ReplicaRefusedException e) {
        if (e.status() == FailureCode.RATE_LIMIT_EXCEEDED.httpStatus()) {
            return envelope(
                    FailureCode.RATE_LIMIT_EXCEEDED,
                    e.status(),
                    null,
                    "too many requests came with this key to the coordinator that keeps the batch: wait");
        }
        LOG.atWarn()
                .addKeyValue("code", FailureCode.BROKER_UNAVAILABLE.wireName())
                .addKeyValue("problem", e.getMessage())
                .log("another coordinator refuses to tell");
        Response answer = envelope(
                FailureCode.BROKER_UNAVAILABLE,
                503,
                null,
                "the coordinator that keeps the batch answers " + e.status()
                        + " to this one: the operator has to see that all are of one release and have the same settings");
        answer.getHeaders().remove(HttpHeaders.RETRY_AFTER);
        return answer;
    }

    @ServerExceptionMapper
    Response left(BatchLeftException e) {
        return envelope(
                FailureCode.NOT_FOUND,
                404,
                null,
                "what became of each task is kept for some time after the end of a batch, and of this one no longer: its"
                        + " manifest, its files and its pictures are there as before");
    }

    @ServerExceptionMapper
    Response noObject(ObjectNotFoundException e) {
        return envelope(FailureCode.NOT_FOUND, 404, null, "there is no such file");
    }

    @ServerExceptionMapper
    Response malformedJson(JsonProcessingException e) {
        return envelope(
                FailureCode.INVALID_REQUEST,
                400,
                JsonFault.field(e),
                "the body is not JSON that the farm reads: " + JsonFault.describe(e));
    }

    /** Before the framework's own mapper of the same exception. */
    @ServerExceptionMapper(priority = 1)
    Response wrongJson(MismatchedInputException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            UnknownField field = UnknownField.of(unknown);
            return envelope(FailureCode.INVALID_REQUEST, 400, field.param(), field.message());
        }
        return envelope(FailureCode.INVALID_REQUEST, 400, JsonFault.field(e), JsonFault.reason(e));
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e) {
        if (e.getCause() instanceof MismatchedInputException mismatch) {
            return wrongJson(mismatch);
        }
        if (e.getCause() instanceof JsonProcessingException malformed) {
            return malformedJson(malformed);
        }
        int status = e.getResponse().getStatus();
        FailureCode code = code(status);
        return envelope(code, status, null, message(status));
    }

    @ServerExceptionMapper
    Response ended(NothingToFollowException e) {
        return Response.noContent().build();
    }

    @ServerExceptionMapper
    Response damagedForm(MultipartParser.MalformedMessageException e) {
        return envelope(FailureCode.INVALID_REQUEST, 400, null, DAMAGED_FORM);
    }

    @ServerExceptionMapper
    Response stopping(InterruptedException e) {
        Thread.currentThread().interrupt();
        return envelope(FailureCode.FARM_UNREACHABLE, 503, null, "the farm is stopping: try again in a moment");
    }

    @ServerExceptionMapper
    Response notUtf8(CharConversionException e) {
        return envelope(FailureCode.INVALID_REQUEST, 400, null, "the body is not UTF-8: send it in this encoding");
    }

    /** Reading the request failed: whatever else reads and writes has exceptions of its own. */
    @ServerExceptionMapper
    Response brokenOff(IOException e) {
        LOG.atInfo()
                .addKeyValue("code", FailureCode.INVALID_REQUEST.wireName())
                .addKeyValue("problem", e.getMessage())
                .log("request broke off");
        return envelope(
                FailureCode.INVALID_REQUEST, 400, null, "the request broke off or is larger than the farm takes");
    }

    @ServerExceptionMapper
    Response unforeseen(Throwable e) {
        LOG.atError()
                .addKeyValue("code", FailureCode.INTERNAL_ERROR.wireName())
                .setCause(e)
                .log("request failed");
        return envelope(
                FailureCode.INTERNAL_ERROR,
                500,
                null,
                "the farm failed to answer: try again, and give the operator the x-request-id of this answer");
    }

    /** Whoever was cut off has been told already, but the thread that was reading from him knows nothing of it. */
    @ServerResponseFilter
    void keepSilent(ContainerResponseContext answer, RoutingContext exchange) {
        if (exchange.response().ended()) {
            answer.setEntity(null);
        }
    }

    private static FailureCode code(int status) {
        return switch (status) {
            case 404 -> FailureCode.NOT_FOUND;
            case 409 -> FailureCode.CONFLICT;
            case 413 -> FailureCode.FILE_TOO_LARGE;
            default -> status < 500 ? FailureCode.INVALID_REQUEST : FailureCode.INTERNAL_ERROR;
        };
    }

    static String message(int status) {
        return switch (status) {
            case 404 -> "there is nothing at this address: see /q/openapi for what there is";
            case 405 -> "the method is not allowed at this address: see /q/openapi for what is";
            case 406 -> "the answer cannot be given in the form that the header Accept asks for";
            case 413 -> "the request is larger than the farm takes";
            case 415 -> "the body's Content-Type is not what this address takes: see /q/openapi";
            default ->
                status < 500
                        ? "the request cannot be read as it stands: see /q/openapi for what this address takes"
                        : "the farm failed to answer: try again";
        };
    }

    private static Response envelope(FailureCode code, int status, @Nullable String param, String message) {
        Response.ResponseBuilder answer = Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(ErrorEnvelope.of(code, status, param, message));
        return (status == 503 ? answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS) : answer).build();
    }
}
