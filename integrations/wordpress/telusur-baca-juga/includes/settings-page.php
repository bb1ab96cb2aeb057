<?php
/**
 * Settings → Baca Juga.
 */

namespace Telusur\BacaJuga;

defined( 'ABSPATH' ) || exit;

const PAGE = 'telusur-baca-juga';

/** Longest text of a setting, in characters. */
const MAX_SETTING_CHARS = 500;

add_action( 'admin_menu', __NAMESPACE__ . '\\add_page' );
add_action( 'admin_init', __NAMESPACE__ . '\\register_settings' );

/** Adds the page. */
function add_page(): void {
	add_options_page( __( 'Baca Juga', 'telusur-baca-juga' ), __( 'Baca Juga', 'telusur-baca-juga' ), 'manage_options', PAGE, __NAMESPACE__ . '\\show_page' );
}

/** Adds the option and its fields. */
function register_settings(): void {
	register_setting(
		PAGE,
		OPTION,
		array(
			'type'              => 'array',
			'sanitize_callback' => __NAMESPACE__ . '\\checked',
			'show_in_rest'      => false,
		)
	);
	add_settings_section( 'archive', __( 'The archive', 'telusur-baca-juga' ), __NAMESPACE__ . '\\show_privacy', PAGE );
	foreach ( fields() as $name => $field ) {
		add_settings_field(
			$name,
			$field['label'],
			__NAMESPACE__ . '\\show_field',
			PAGE,
			'archive',
			$field + array(
				'name'      => $name,
				'label_for' => "telusur-$name",
			)
		);
	}
}

/**
 * Returns the fields: what they are called, how they are typed, and what they are for.
 *
 * @return array<string, array{label: string, type: string, help: string}>
 */
function fields(): array {
	return array(
		'address' => array(
			'label' => __( 'Address', 'telusur-baca-juga' ),
			'type'  => 'url',
			'help'  => __( 'Where your telusur archive answers, such as https://arsip.example.id', 'telusur-baca-juga' ),
		),
		'token'   => array(
			'label' => __( 'Token', 'telusur-baca-juga' ),
			'type'  => 'password',
			'help'  => __( 'As "telusur token" prints it; only where the archive asks for one. Leave it empty to keep the present one, type a dash to remove it.', 'telusur-baca-juga' ),
		),
		'label'   => array(
			'label' => __( 'Label', 'telusur-baca-juga' ),
			'type'  => 'text',
			'help'  => __( 'What stands before a link.', 'telusur-baca-juga' ),
		),
		'secret'  => array(
			'label' => __( 'Webhook secret', 'telusur-baca-juga' ),
			'type'  => 'password',
			'help'  => __( 'The content of the file that webhook_secret_file names: then the archive is told of published, changed and withdrawn stories at once. Leave it empty to keep the present one, type a dash to remove it.', 'telusur-baca-juga' ),
		),
	);
}

/**
 * Returns settings that can be stored: what cannot be used is named, and the former value stays.
 *
 * @param mixed $given What was typed.
 * @return array<string, string>
 */
function checked( $given ): array {
	$given = is_array( $given ) ? $given : array();
	$kept  = settings();
	return array(
		'address' => checked_address( typed( $given, 'address' ), $kept['address'] ),
		'token'   => checked_secret( typed( $given, 'token' ), $kept['token'] ),
		'label'   => sanitize_text_field( typed( $given, 'label' ) ) ?: DEFAULT_LABEL,
		'secret'  => checked_secret( typed( $given, 'secret' ), $kept['secret'] ),
	);
}

/**
 * Returns what was typed into a field.
 *
 * @param array  $given All fields.
 * @param string $name  The field.
 */
function typed( array $given, string $name ): string {
	$value = $given[ $name ] ?? '';
	return is_string( $value ) ? mb_substr( trim( $value ), 0, MAX_SETTING_CHARS ) : '';
}

/**
 * Returns an address without a slash at its end.
 *
 * @param string $given What was typed.
 * @param string $kept  The former address.
 */
function checked_address( string $given, string $kept ): string {
	$address = untrailingslashit( esc_url_raw( $given, array( 'http', 'https' ) ) );
	$parts   = wp_parse_url( $address );
	$is_bare = ! isset( $parts['user'] ) && ! isset( $parts['query'] ) && ! isset( $parts['fragment'] );
	if ( '' === $given || ( isset( $parts['host'] ) && $is_bare ) ) {
		return $address;
	}
	add_settings_error( OPTION, 'address', __( 'The address must be one such as https://arsip.example.id; the former one was kept.', 'telusur-baca-juga' ) );
	return $kept;
}

/**
 * Returns a secret: fields of secrets are shown empty, so an empty one changes nothing.
 *
 * @param string $given What was typed.
 * @param string $kept  The former secret.
 */
function checked_secret( string $given, string $kept ): string {
	if ( '' === $given ) {
		return $kept;
	}
	return '-' === $given ? '' : preg_replace( '/[^\x21-\x7e]/', '', $given );
}

/** Prints what leaves the site. */
function show_privacy(): void {
	echo '<p>' . esc_html__( 'When an editor asks for suggestions, headline and text of the draft are sent to this address, and nowhere else. The archive neither stores nor logs them.', 'telusur-baca-juga' ) . '</p>';
}

/**
 * Prints a field; secrets never leave the server.
 *
 * @param array<string, string> $field The field.
 */
function show_field( array $field ): void {
	$is_secret = 'password' === $field['type'];
	$value     = settings()[ $field['name'] ];
	printf(
		'<input class="regular-text" id="telusur-%1$s" name="%2$s[%1$s]" type="%3$s" value="%4$s" placeholder="%5$s" autocomplete="%6$s" aria-describedby="telusur-%1$s-help"><p class="description" id="telusur-%1$s-help">%7$s</p>',
		esc_attr( $field['name'] ),
		esc_attr( OPTION ),
		esc_attr( $field['type'] ),
		esc_attr( $is_secret ? '' : $value ),
		esc_attr( $is_secret && '' !== $value ? '••••••••' : '' ),
		$is_secret ? 'new-password' : 'off',
		esc_html( $field['help'] )
	);
}

/** Prints the page. */
function show_page(): void {
	echo '<div class="wrap"><h1>' . esc_html__( 'Baca Juga', 'telusur-baca-juga' ) . '</h1><form action="options.php" method="post">';
	settings_fields( PAGE );
	do_settings_sections( PAGE );
	submit_button();
	echo '</form></div>';
}
