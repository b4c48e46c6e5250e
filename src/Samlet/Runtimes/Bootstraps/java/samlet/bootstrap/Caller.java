package samlet.bootstrap;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import samlet.bootstrap.json.BoundType;
import samlet.bootstrap.json.JsonDecoder;

/** What a caller with one of the mobile SDKs tells about itself. */
final class Caller {
    private Caller() {
    }

    static CognitoIdentity identityOf(String json) throws Exception {
        final Map<?, ?> members = parse(json);
        return members == null ? null : new CognitoIdentity() {
            @Override
            public String getIdentityId() {
                return text(members, "cognitoIdentityId");
            }

            @Override
            public String getIdentityPoolId() {
                return text(members, "cognitoIdentityPoolId");
            }
        };
    }

    static ClientContext clientContextOf(String json) throws Exception {
        Map<?, ?> members = parse(json);
        if (members == null) {
            return null;
        }

        final Client client = members.get("client") instanceof Map ? clientOf((Map<?, ?>) members.get("client")) : null;
        final Map<String, String> custom = texts(members.get("custom"));
        final Map<String, String> environment = texts(members.get("env"));
        return new ClientContext() {
            @Override
            public Client getClient() {
                return client;
            }

            @Override
            public Map<String, String> getCustom() {
                return custom;
            }

            @Override
            public Map<String, String> getEnvironment() {
                return environment;
            }
        };
    }

    private static Client clientOf(final Map<?, ?> members) {
        return new Client() {
            // Without @Override: older versions of the interface do not have it.
            public String getInstallationId() {
                return text(members, "installation_id");
            }

            @Override
            public String getAppTitle() {
                return text(members, "app_title");
            }

            @Override
            public String getAppVersionName() {
                return text(members, "app_version_name");
            }

            @Override
            public String getAppVersionCode() {
                return text(members, "app_version_code");
            }

            @Override
            public String getAppPackageName() {
                return text(members, "app_package_name");
            }
        };
    }

    private static Map<?, ?> parse(String json) throws Exception {
        return (Map<?, ?>) JsonDecoder.decode(json.getBytes(StandardCharsets.UTF_8), BoundType.of(Map.class));
    }

    private static String text(Map<?, ?> members, String name) {
        Object value = members.get(name);
        return value == null ? null : value.toString();
    }

    private static Map<String, String> texts(Object value) {
        if (!(value instanceof Map)) {
            return null;
        }

        Map<String, String> texts = new LinkedHashMap<String, String>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            texts.put(entry.getKey().toString(), entry.getValue() == null ? null : entry.getValue().toString());
        }

        return texts;
    }
}
