package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.Manifests;
import dev.renderfarm.coordinator.http.PublicAddress;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.links.LinkedFile;
import dev.renderfarm.coordinator.submission.KnownBatches;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The manifest of a batch with the verdicts of today. */
@Path("/v1/batches/{id}/manifest.csv")
@Produces("text/csv")
@Tag(name = "Batches")
class BatchManifestResource {

    private final KnownBatches batches;
    private final Manifests manifests;
    private final PublicAddress address;

    BatchManifestResource(KnownBatches batches, Manifests manifests, PublicAddress address) {
        this.batches = batches;
        this.manifests = manifests;
        this.address = address;
    }

    @GET
    @Operation(
            summary = "The manifest as it is now",
            description =
                    "As the file that the batch left, with what has been said of its pictures since, in the columns "
                            + "`review` and `review_note`. `review` gives the rows of rendered pictures with that verdict alone. 409 "
                            + "while the batch goes on, and of one that failed validation.")
    @APIResponse(responseCode = "200", description = "rows", content = @Content(mediaType = "text/csv"))
    public Response get(
            @PathParam("id") String id,
            @Parameter(description = "verdict on the picture", schema = @Schema(implementation = Verdict.class))
                    @QueryParam("review")
                    @Nullable
                    String review,
            @Context HttpServerRequest request) {
        Verdict verdict = Parameters.verdict(review);
        Batch batch = BatchesResource.find(batches, id);
        if (!batch.status().isTerminal() || batch.status() == BatchStatus.FAILED) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT,
                    null,
                    "the batch is " + batch.status().wireName()
                            + ": there is a manifest of what was rendered when it ends");
        }
        return Download.of(
                        request,
                        () -> LinkedFile.of(
                                manifests.manifest(batch, verdict),
                                batch.id(),
                                BatchFile.MANIFEST,
                                address.of(request)),
                        BatchFile.MANIFEST.contentType(),
                        batch.id() + "-" + BatchFile.MANIFEST.fileName())
                .build();
    }
}
