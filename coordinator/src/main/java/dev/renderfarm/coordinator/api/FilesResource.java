package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.DeletedFile;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.files.BatchFileId;
import dev.renderfarm.coordinator.files.FileDeletion;
import dev.renderfarm.coordinator.files.FileList;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.files.ResultFiles;
import dev.renderfarm.coordinator.http.PublicAddress;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.http.UnknownField;
import dev.renderfarm.coordinator.links.LinkedFile;
import dev.renderfarm.coordinator.sources.UploadedPictures;
import dev.renderfarm.coordinator.text.FileKind;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/** OpenAI's Files: inputs of batches, and what batches left. */
@Path("/v1/files")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
class FilesResource {

    private static final int DEFAULT_LIMIT = 10_000;
    private static final String FILE = "file";
    private static final String PURPOSE = "purpose";
    private static final String ANCHOR = "expires_after[anchor]";
    private static final String SECONDS = "expires_after[seconds]";
    private static final List<String> FORM = List.of(FILE, PURPOSE, ANCHOR, SECONDS);

    private final InstantSource clock = InstantSource.system();
    private final FileStore files;
    private final ObjectStore objects;
    private final ResultFiles results;
    private final BatchDirectory batches;
    private final FileList list;
    private final FileDeletion deletion;
    private final PublicAddress address;
    private final UploadedPictures pictures;

    FilesResource(
            FileStore files,
            ObjectStore objects,
            ResultFiles results,
            BatchDirectory batches,
            FileList list,
            FileDeletion deletion,
            PublicAddress address,
            UploadedPictures pictures) {
        this.files = files;
        this.objects = objects;
        this.results = results;
        this.batches = batches;
        this.list = list;
        this.deletion = deletion;
        this.address = address;
        this.pictures = pictures;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary = "Upload a file: the input of a batch, CSV with a header or JSON Lines, or a picture to be edited")
    public UploadedFile upload(
            @RestForm(FILE) @Nullable FileUpload file,
            @RestForm(PURPOSE) @Nullable String purpose,
            @RestForm(ANCHOR) @Nullable String expiryAnchor,
            @RestForm(SECONDS) @Nullable String expirySeconds,
            @Context ServerRequestContext exchange) {
        refuseOtherParts(exchange);
        if (file == null) {
            throw RequestRefusedException.invalid(FILE, "the form field file is missing: attach the file to it");
        }
        FilePurpose wanted = Parameters.uploadPurpose(purpose);
        ExpiresAfter expires = Parameters.expiry(expiryAnchor, expirySeconds);
        try (InputStream content = Files.newInputStream(file.uploadedFile())) {
            if (wanted == FilePurpose.BATCH) {
                FileKind.of(file.uploadedFile()).ifPresent(FilesResource::refuse);
            }
            PictureFacts picture = pictures.look(wanted, file.uploadedFile()).orElse(null);
            return files.save(UploadName.of(file.fileName()), wanted, expires, picture, content, file.size());
        } catch (IOException e) {
            throw new UncheckedIOException("an upload could not be read from local disk", e);
        }
    }

    private static void refuseOtherParts(ServerRequestContext exchange) {
        FormData form = ((ResteasyReactiveRequestContext) exchange).getFormData();
        if (form == null) {
            return;
        }
        for (@Nullable String name : form) {
            if (name == null) {
                throw RequestRefusedException.invalid(
                        null, "a part of the form has no name: it has " + String.join(", ", FORM));
            }
            if (!FORM.contains(name)) {
                throw UnknownField.of(name, FORM).refusal();
            }
        }
    }

    private static void refuse(FileKind kind) {
        throw RequestRefusedException.invalid(FILE, kind.describe());
    }

    @GET
    @Operation(
            summary = "List files, newest first",
            description = "Uploads, and what batches left. A page holds at most 1,000 files, whatever the limit: go on "
                    + "after `last_id` while `has_more` is true. The list may go on after a file that was deleted "
                    + "meanwhile. Uploads to release 0.1.0 come last, in the order of their ids; what its batches left "
                    + "is named by the batch only.")
    public ListView<UploadedFile> list(
            @Parameter(
                            description =
                                    "`batch` for inputs of batches, `batch_output` for what batches left, `vision` for pictures that edits begin with, `user_data` for other uploads; all without it",
                            schema = @Schema(implementation = FilePurpose.class))
                    @QueryParam("purpose")
                    @Nullable
                    String purpose,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "" + DEFAULT_LIMIT,
                                            defaultValue = "" + DEFAULT_LIMIT))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(
                            description = "by age: `desc`, as without it, or `asc`",
                            schema = @Schema(implementation = FileList.Order.class))
                    @QueryParam("order")
                    @Nullable
                    String order,
            @Parameter(
                            description = "id of the file after which the page begins",
                            schema = @Schema(implementation = FileId.class))
                    @QueryParam("after")
                    @Nullable
                    String after) {
        FileList.Page page = list.page(
                        Parameters.filePurposes(purpose),
                        Parameters.order(order),
                        Parameters.after(after, FileId::new),
                        Parameters.limit(limit, DEFAULT_LIMIT, DEFAULT_LIMIT))
                .orElseThrow(Parameters::unknownAfter);
        return ListView.of(page.files(), UploadedFile::id, page.hasMore());
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Delete a file",
            description = "An upload, or what a batch left; pictures stay. 409 with the code `file_in_use` while a "
                    + "batch that has not ended has the file as its input, or is writing it.")
    public DeletedFile delete(@PathParam("id") String id) {
        FileId file = Parameters.fileId(id);
        deletion.delete(file);
        return new DeletedFile(file);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "What is known of a file")
    public UploadedFile get(@PathParam("id") String id) {
        FileId file = Parameters.fileId(id);
        return BatchFileId.parse(file)
                .flatMap(this::left)
                .or(() -> files.find(file))
                .filter(found -> !found.isExpired(clock.instant()))
                .orElseThrow(() -> RequestRefusedException.notFound("there is no file " + file));
    }

    @GET
    @Path("/{id}/content")
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "The content of a file",
            description = "In what a batch left the address of each picture begins with renderfarm.public-url, or where"
                    + " that is not set with the address that this request came to.")
    @APIResponse(
            responseCode = "200",
            description = "the bytes, as they were uploaded or as the batch left them",
            content = {
                @Content(mediaType = "text/csv"),
                @Content(mediaType = "application/jsonl"),
                @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM)
            })
    public Response content(@PathParam("id") String id, @Context HttpServerRequest request) {
        UploadedFile file = get(id);
        String key = ObjectKeys.file(file.id());
        return BatchFileId.parse(file.id())
                .map(left -> Download.of(
                                request,
                                () -> LinkedFile.of(objects.get(key), left.batch(), left.file(), address.of(request)),
                                left.file().contentType(),
                                file.filename())
                        .build())
                .orElseGet(() -> Download.of(request, objects, key, contentType(file.filename()), file.filename()));
    }

    private Optional<UploadedFile> left(BatchFileId id) {
        return batches.get(id.batch()).flatMap(batch -> results.find(batch, id.file()));
    }

    private static String contentType(String filename) {
        String name = filename.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return BatchFile.MANIFEST.contentType();
        }
        return name.endsWith(".jsonl") || name.endsWith(".ndjson")
                ? BatchFile.OUTPUT.contentType()
                : MediaType.APPLICATION_OCTET_STREAM;
    }
}
