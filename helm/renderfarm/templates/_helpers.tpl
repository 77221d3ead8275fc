{{- define "renderfarm.name" -}}
{{- if contains "renderfarm" .Release.Name }}{{ .Release.Name | trunc 30 | trimSuffix "-" }}{{ else }}{{ printf "%s-renderfarm" (.Release.Name | trunc 19 | trimSuffix "-") }}{{ end }}
{{- end }}

{{- define "renderfarm.coordinatorName" -}}
{{ include "renderfarm.name" . }}-coordinator
{{- end }}

{{- define "renderfarm.selector" -}}
app.kubernetes.io/name: renderfarm
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "renderfarm.labels" -}}
{{ include "renderfarm.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "renderfarm.coordinatorSelector" -}}
{{ include "renderfarm.selector" . }}
app.kubernetes.io/component: coordinator
{{- end }}

{{- /* Where users reach the farm, or nothing. */ -}}
{{- define "renderfarm.publicUrl" -}}
{{- if .Values.farm.publicUrl }}{{ .Values.farm.publicUrl }}
{{- else if .Values.ingress.enabled }}{{ printf "%s://%s" (ternary "https" "http" (ne .Values.ingress.tlsSecret "")) .Values.ingress.host }}
{{- end }}
{{- end }}

{{- /* Names under which pods, KEDA and the ingress ask; IP addresses, as probes and Prometheus use, are always known. */ -}}
{{- define "renderfarm.allowedHosts" -}}
{{- $service := include "renderfarm.coordinatorName" . }}
{{- $names := list $service (printf "%s.%s" $service .Release.Namespace) (printf "%s.%s.svc" $service .Release.Namespace) (printf "%s.%s.svc.cluster.local" $service .Release.Namespace) }}
{{- if .Values.ingress.enabled }}{{ $names = append $names .Values.ingress.host }}{{ end }}
{{- concat $names .Values.farm.allowedHosts | uniq | join "," }}
{{- end }}

{{- define "renderfarm.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 0
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "renderfarm.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- /* NAME and a key of a Secret. */ -}}
{{- define "renderfarm.fromSecret" -}}
- name: {{ .name }}
  valueFrom: {secretKeyRef: {name: {{ .secret | quote }}, key: {{ .key | quote }}}}
{{- end }}

{{- /* What both processes are told. Values are quoted: they are text to them. */ -}}
{{- define "renderfarm.environment" -}}
- {name: QUARKUS_HTTP_HOST, value: "0.0.0.0"}
- {name: KAFKA_BOOTSTRAP_SERVERS, value: {{ .Values.kafka.bootstrapServers | quote }}}
- {name: RENDERFARM_FARM_NAME, value: {{ .Values.farm.name | quote }}}
- {name: RENDERFARM_STORAGE_ENDPOINT, value: {{ .Values.storage.endpoint | quote }}}
- {name: RENDERFARM_STORAGE_BUCKET, value: {{ .Values.storage.bucket | quote }}}
- {name: RENDERFARM_STORAGE_REGION, value: {{ .Values.storage.region | quote }}}
{{ include "renderfarm.fromSecret" (dict "name" "RENDERFARM_STORAGE_ACCESS_KEY" "secret" .Values.storage.secret.name "key" .Values.storage.secret.accessKeyKey) }}
{{ include "renderfarm.fromSecret" (dict "name" "RENDERFARM_STORAGE_SECRET_KEY" "secret" .Values.storage.secret.name "key" .Values.storage.secret.secretKeyKey) }}
{{- if .Values.traces.endpoint }}
- {name: RENDERFARM_TRACES_ENDPOINT, value: {{ .Values.traces.endpoint | quote }}}
{{- with .Values.traces.headersSecret }}
{{- if .name }}
{{ include "renderfarm.fromSecret" (dict "name" "RENDERFARM_TRACES_HEADERS" "secret" .name "key" .key) }}
{{- end }}
{{- end }}
{{- end }}
{{- if .Values.log.json }}
- {name: RENDERFARM_LOG_JSON, value: "true"}
{{- end }}
{{- end }}

{{- /*
Kafka's own client settings, each under a name that begins with prefix and ends with suffix: the channels of both
processes read KAFKA_SASL_MECHANISM, the ledger's clients RENDERFARM_STREAMS_CLIENT__SASL_MECHANISM_, which is an entry of
a map. Certificates come as PEM from Secrets, so nothing is mounted and no password of a key store is needed.
*/ -}}
{{- define "renderfarm.kafkaSecurity" -}}
{{- $security := .security }}
{{- if ne $security.protocol "PLAINTEXT" }}
- {name: {{ .prefix }}SECURITY_PROTOCOL{{ .suffix }}, value: {{ $security.protocol }}}
{{- if hasPrefix "SASL" $security.protocol }}
- {name: {{ .prefix }}SASL_MECHANISM{{ .suffix }}, value: {{ $security.saslMechanism }}}
{{ include "renderfarm.fromSecret" (dict "name" (printf "%sSASL_JAAS_CONFIG%s" .prefix .suffix) "secret" $security.saslSecret.name "key" $security.saslSecret.key) }}
{{- end }}
{{- if $security.caSecret.name }}
- {name: {{ .prefix }}SSL_TRUSTSTORE_TYPE{{ .suffix }}, value: PEM}
{{ include "renderfarm.fromSecret" (dict "name" (printf "%sSSL_TRUSTSTORE_CERTIFICATES%s" .prefix .suffix) "secret" $security.caSecret.name "key" $security.caSecret.key) }}
{{- end }}
{{- if $security.certificateSecret.name }}
- {name: {{ .prefix }}SSL_KEYSTORE_TYPE{{ .suffix }}, value: PEM}
{{ include "renderfarm.fromSecret" (dict "name" (printf "%sSSL_KEYSTORE_CERTIFICATE_CHAIN%s" .prefix .suffix) "secret" $security.certificateSecret.name "key" $security.certificateSecret.certificateKey) }}
{{ include "renderfarm.fromSecret" (dict "name" (printf "%sSSL_KEYSTORE_KEY%s" .prefix .suffix) "secret" $security.certificateSecret.name "key" $security.certificateSecret.privateKeyKey) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* A person's own variables, and Secrets of which each key is one. */ -}}
{{- define "renderfarm.ownEnvironment" -}}
{{- range $name, $value := .env }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}

{{- define "renderfarm.envFrom" -}}
{{- with .envFromSecrets }}
envFrom:
{{- range . }}
  - secretRef: {name: {{ . | quote }}}
{{- end }}
{{- end }}
{{- end }}

{{- /* The one source of a package, as kind:name. */ -}}
{{- define "renderfarm.source" -}}
{{- $package := .package }}
{{- $sources := list }}
{{- range list "claim" "hostPath" "image" "bucket" }}{{ if get $package . }}{{ $sources = append $sources (printf "%s:%s" . (get $package .)) }}{{ end }}{{ end }}
{{- if ne (len $sources) 1 }}{{ fail (printf "%s needs exactly one of claim, hostPath, image, bucket; it has %d" .where (len $sources)) }}{{ end }}
{{- first $sources }}
{{- end }}

{{- /* A volume by its source: what lies on one claim is mounted once, whoever reads it. */ -}}
{{- define "renderfarm.volumeName" -}}
model-{{ sha256sum . | trunc 10 }}
{{- end }}

{{- define "renderfarm.volume" -}}
{{- $kind := (splitn ":" 2 .)._0 }}{{ $name := (splitn ":" 2 .)._1 }}
- name: {{ include "renderfarm.volumeName" . }}
{{- if eq $kind "claim" }}
  persistentVolumeClaim: {claimName: {{ $name | quote }}, readOnly: true}
{{- else if eq $kind "hostPath" }}
  hostPath: {path: {{ $name | quote }}, type: Directory}
{{- else }}
  image: {reference: {{ $name | quote }}, pullPolicy: IfNotPresent}
{{- end }}
{{- end }}

{{- /* The machine's cache of packages from a bucket. */ -}}
{{- define "renderfarm.cacheVolume" -}}
- name: model-cache
{{- if and .claim .hostPath }}{{ fail "modelCache has claim and hostPath: give one, or none for an emptyDir" }}{{ end }}
{{- if .claim }}
  persistentVolumeClaim: {claimName: {{ .claim | quote }}}
{{- else if .hostPath }}
  hostPath: {path: {{ .hostPath | quote }}, type: Directory}
{{- else }}
  emptyDir: {sizeLimit: {{ .size }}}
{{- end }}
{{- end }}

{{- /* Where a package lies in the container, or where it was published. */ -}}
{{- define "renderfarm.folder" -}}
{{- if hasPrefix "bucket:" .source }}
{{- if .package.path }}{{ fail "a package from a bucket has no path: write all of its address into bucket" }}{{ end }}
{{- .package.bucket }}
{{- else }}
{{- $path := default "" .package.path }}
{{- printf "/models/%s" (include "renderfarm.volumeName" .source) }}{{ with $path }}/{{ . }}{{ end }}
{{- end }}
{{- end }}

{{- /*
Pools with what they do not say taken from poolDefaults, as JSON: key by key, so that 0 and false count. Refuses what
the schema cannot see.
*/ -}}
{{- define "renderfarm.pools" -}}
{{- $models := dict }}
{{- range .Values.models }}
{{- if hasKey $models .name }}{{ fail (printf "models: two are called %s" .name) }}{{ end }}
{{- $_ := set $models .name . }}
{{- end }}
{{- $names := list }}
{{- $pools := list }}
{{- range $given := .Values.pools }}
{{- if has $given.name $names }}{{ fail (printf "pools: two are called %s" $given.name) }}{{ end }}
{{- $names = append $names $given.name }}
{{- $pool := deepCopy $.Values.poolDefaults }}
{{- range $key, $value := $given }}{{ $_ := set $pool $key $value }}{{ end }}
{{- $scaling := deepCopy $.Values.scaling }}
{{- range $key, $value := $pool.scaling }}{{ $_ := set $scaling $key $value }}{{ end }}
{{- $_ := set $pool "scaling" $scaling }}
{{- if not $pool.image }}{{ fail (printf "pools: %s has no image, and poolDefaults.image is empty" $pool.name) }}{{ end }}
{{- if not (hasKey $models $pool.model) }}{{ fail (printf "pools: %s renders with %s, which is none of models" $pool.name $pool.model) }}{{ end }}
{{- if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) }}{{ fail (printf "pools: %s scales from minReplicas %d to maxReplicas %d" $pool.name (int $scaling.minReplicas) (int $scaling.maxReplicas)) }}{{ end }}
{{- $_ := set $pool "package" (get (get $models $pool.model) "package") }}
{{- $_ := set $pool "source" (include "renderfarm.source" (dict "package" $pool.package "where" (printf "models: the package of %s" $pool.model))) }}
{{- $_ := set $pool "workload" (printf "%s-worker-%s" (include "renderfarm.name" $) $pool.name) }}
{{- $pools = append $pools $pool }}
{{- end }}
{{- dict "pools" $pools | toJson }}
{{- end }}
