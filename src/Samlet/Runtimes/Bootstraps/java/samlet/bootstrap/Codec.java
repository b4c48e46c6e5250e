package samlet.bootstrap;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.ServiceLoader;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import samlet.bootstrap.json.BoundType;
import samlet.bootstrap.json.JsonDecoder;
import samlet.bootstrap.json.JsonEncoder;
import samlet.bootstrap.json.JsonOutput;

/** Events to objects and objects to responses: our own binding, or the serializer that the function brings. */
final class Codec {
    private static final String SERVICE =
            "META-INF/services/com.amazonaws.services.lambda.runtime.CustomPojoSerializer";

    private static boolean isSearched;
    private static Object custom;

    private Codec() {
    }

    interface Input {
        Object read(byte[] json) throws Exception;
    }

    interface Output {
        void write(Object value, Bytes target) throws Exception;
    }

    static Input inputOf(final Type type) throws Exception {
        return customSerializer() == null ? new OwnInput(BoundType.of(type)) : Custom.inputOf(custom, type);
    }

    /** Null for a handler that returns nothing. */
    static Output outputOf(final Type type) throws Exception {
        return isVoid(type) ? null
                : customSerializer() == null ? new OwnOutput(BoundType.of(type))
                : Custom.outputOf(custom, type);
    }

    private static boolean isVoid(Type type) {
        return type == void.class || type == Void.class;
    }

    /** The service loader is asked only when there is such a file: it takes 7 ms to say no. */
    private static Object customSerializer() throws Exception {
        if (!isSearched) {
            custom = isOffered() ? Custom.load(ClassLoader.getSystemClassLoader()) : null;
            isSearched = true;
        }

        return custom;
    }

    private static boolean isOffered() throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar") ? hasService(new File(entry)) : new File(entry, SERVICE).exists()) {
                return true;
            }
        }

        return false;
    }

    private static boolean hasService(File archive) throws IOException {
        if (archive.getName().equals("bootstrap.jar")) {
            return false;
        }

        try (ZipFile zip = new ZipFile(archive)) {
            return zip.getEntry(SERVICE) != null;
        } catch (ZipException error) {
            return false; // The class loader passes over it as well.
        }
    }

    private static final class OwnInput implements Input {
        private final BoundType type;

        OwnInput(BoundType type) {
            this.type = type;
        }

        @Override
        public Object read(byte[] json) throws Exception {
            return JsonDecoder.decode(json, type);
        }
    }

    private static final class OwnOutput implements Output {
        private final BoundType type;

        OwnOutput(BoundType type) {
            this.type = type;
        }

        @Override
        public void write(Object value, Bytes target) throws Exception {
            JsonEncoder.encode(value, type, new JsonOutput(target));
        }
    }

    /** Apart, so that the interface is loaded only for functions that have such a serializer. */
    private static final class Custom {
        static Object load(ClassLoader loader) {
            Iterator<CustomPojoSerializer> found =
                    ServiceLoader.load(CustomPojoSerializer.class, loader).iterator();
            CustomPojoSerializer first = found.hasNext() ? found.next() : null;
            if (found.hasNext()) {
                throw new TooManyServiceProvidersFoundException(
                        "Too many serializers provided inside the META-INF/services folder, only one is allowed");
            }

            return first;
        }

        static Input inputOf(Object serializer, final Type type) {
            final CustomPojoSerializer own = (CustomPojoSerializer) serializer;
            return new Input() {
                @Override
                public Object read(byte[] json) {
                    return own.<Object>fromJson(new ByteArrayInputStream(json), type);
                }
            };
        }

        static Output outputOf(Object serializer, final Type type) {
            final CustomPojoSerializer own = (CustomPojoSerializer) serializer;
            return new Output() {
                @Override
                public void write(Object value, Bytes target) {
                    own.toJson(value, target, type);
                }
            };
        }
    }

    static final class TooManyServiceProvidersFoundException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyServiceProvidersFoundException(String message) {
            super(message);
        }
    }
}
