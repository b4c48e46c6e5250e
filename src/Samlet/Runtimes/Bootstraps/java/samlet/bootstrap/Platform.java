package samlet.bootstrap;

import java.io.File;
import java.lang.reflect.Field;
import java.security.Security;
import java.util.Map;

/** What the service does to the virtual machine before a function runs. */
final class Platform {
    private static final String TRACE_VARIABLE = "_X_AMZN_TRACE_ID";
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String SYSTEM_TRUST_STORE = "/etc/pki/java/cacerts";

    private static boolean exposesTrace;

    private Platform() {
    }

    static void prepare() {
        if (System.getProperty(TRUST_STORE) == null && new File(SYSTEM_TRUST_STORE).isFile()) {
            System.setProperty(TRUST_STORE, SYSTEM_TRUST_STORE);
        }

        String execution = System.getenv("AWS_EXECUTION_ENV");
        exposesTrace = execution != null
                && (execution.startsWith("AWS_Lambda_java8") || execution.startsWith("AWS_Lambda_java11"));
        adjustSecurity(System.getProperty("java.security.properties", ""));
    }

    /** With Samlet's own file the defaults are in it, and are read when the function needs them. */
    private static void adjustSecurity(String file) {
        if (!file.endsWith("lambda-security.properties")) {
            Security.setProperty(
                    "jdk.tls.disabledAlgorithms",
                    "SSLv3, RC4, MD5withRSA, DH keySize < 1024, EC keySize < 224, DES40_CBC, RC4_40, 3DES_EDE_CBC");
            return; // A file of the function's own also decides on the rest.
        }

        String seconds = System.getenv("AWS_LAMBDA_JAVA_NETWORKADDRESS_CACHE_NEGATIVE_TTL");
        if (seconds != null) {
            Security.setProperty("networkaddress.cache.negative.ttl", seconds);
        }
    }

    static String userAgent() {
        return "aws-lambda-java/" + System.getProperty("java.vendor.version", System.getProperty("java.version"))
                .replace(' ', '_');
    }

    /** Java 8 and 11 show the trace also among the variables; later ones only as a system property. */
    static void publishTrace(String traceId) {
        if (exposesTrace) {
            Map<String, String> variables = writableVariables();
            if (variables == null) {
                exposesTrace = false;
            } else if (traceId == null) {
                variables.remove(TRACE_VARIABLE);
            } else {
                variables.put(TRACE_VARIABLE, traceId);
            }
        }
    }

    /** The map behind System.getenv; null where this version of Java keeps it closed. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> writableVariables() {
        try {
            Map<String, String> variables = System.getenv();
            Field field = variables.getClass().getDeclaredField("m");
            field.setAccessible(true);
            return (Map<String, String>) field.get(variables);
        } catch (Exception error) {
            return null;
        }
    }
}
