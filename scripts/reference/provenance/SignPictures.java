import dev.renderfarm.provenance.credential.PemFiles;
import dev.renderfarm.provenance.credential.SigningCredential;
import dev.renderfarm.provenance.manifest.ModelCredit;
import dev.renderfarm.provenance.manifest.ProvenanceSigner;
import dev.renderfarm.provenance.manifest.SoftwareAgent;
import dev.renderfarm.provenance.manifest.IngredientPicture;
import dev.renderfarm.provenance.manifest.Story;
import dev.renderfarm.provenance.verdict.ProvenanceReader;
import dev.renderfarm.provenance.verdict.ProvenanceVerdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;

/**
 * {@code sign FOLDER}: signs each picture of a folder with chain.pem and signer.key there, once for each story, into
 * files named after it. {@code judge FOLDER FILE…}: says what our own reader says of files, with root.pem trusted.
 */
class SignPictures {

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("sign")) {
            sign(folder);
        } else {
            for (int i = 2; i < arguments.length; i++) {
                judge(folder, Path.of(arguments[i]));
            }
        }
    }

    private static void sign(Path folder) throws Exception {
        ProvenanceSigner signer = new ProvenanceSigner(
                SigningCredential.read(folder.resolve("chain.pem"), folder.resolve("signer.key"), Instant.now()),
                new SoftwareAgent("Renderfarm", "check"));
        ModelCredit model = new ModelCredit(new SoftwareAgent("starter", "1"), "sha256:" + "0".repeat(64));
        byte[] photo = Files.readAllBytes(folder.resolve("picture.jpg"));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(photo));
        IngredientPicture source = new IngredientPicture("picture.jpg", "image/jpeg", digest);
        Map<String, Story> stories = Map.of(
                "created", new Story.Created(model),
                "edited", new Story.Edited(model, source),
                "composed", new Story.Composed(model, source));
        for (String format : new String[] {"png", "jpg", "webp"}) {
            byte[] file = Files.readAllBytes(folder.resolve("picture." + format));
            for (Map.Entry<String, Story> story : stories.entrySet()) {
                Files.write(folder.resolve(story.getKey() + "." + format), signer.signed(file, story.getValue()));
            }
        }
    }

    private static void judge(Path folder, Path file) throws Exception {
        ProvenanceReader reader =
                new ProvenanceReader(PemFiles.certificates(folder.resolve("root.pem")), InstantSource.system());
        ProvenanceVerdict verdict = reader.read(Files.readAllBytes(file));
        String words = verdict.fold(() -> "no manifest", unreadable -> unreadable.detail(), judged -> judged.faults()
                .toString());
        System.out.println("  farm's own reader: " + file.getFileName() + " " + (verdict.isGood() ? "good" : words));
    }
}
