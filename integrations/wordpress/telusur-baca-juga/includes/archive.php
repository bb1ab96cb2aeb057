<?php
/**
 * The archive's API, asked from this server: its address and token never reach a browser.
 */

namespace Telusur\BacaJuga;

use WP_Error;

defined( 'ABSPATH' ) || exit;

/** Longest draft that the archive takes, in characters. */
const MAX_DRAFT_CHARS = 200000;

/** How long an editor waits for suggestions, in seconds; an answer takes a few hundredths of one. */
const ANSWER_SECONDS = 5;

/** Largest answer that is read, in bytes; fifty suggestions have a tenth of it. */
const MAX_ANSWER_BYTES = 1048576;

/** Suggestions asked for. */
const SUGGESTIONS = 8;

/**
 * Returns stories to link from a draft, or an error that says what an editor can do.
 *
 * @param string $title Headline of the draft.
 * @param string $text  Its text with markup.
 * @param string $own   Public address of the story where it has one; '' else.
 * @return array[]|WP_Error
 */
function suggestions( string $title, string $text, string $own ) {
	$settings = settings();
	if ( '' === $settings['address'] ) {
		return failure( 'not_configured', 501, __( 'No archive is set up yet. Ask an administrator to open Settings → Baca Juga.', 'telusur-baca-juga' ) );
	}
	if ( mb_strlen( $text ) > MAX_DRAFT_CHARS ) {
		return failure( 'too_long', 400, __( 'This draft is too long for suggestions.', 'telusur-baca-juga' ) );
	}
	$body  = array(
		'title' => mb_substr( $title, 0, 1000 ),
		'text'  => $text,
		'own'   => strlen( $own ) <= 2000 ? $own : '',
		'limit' => SUGGESTIONS,
	);
	$reply = wp_remote_post(
		$settings['address'] . '/api/v1/related',
		array(
			'timeout'             => ANSWER_SECONDS,
			'redirection'         => 0,
			'limit_response_size' => MAX_ANSWER_BYTES,
			'headers'             => headers_for( $settings['token'] ),
			'body'                => wp_json_encode( $body ),
		)
	);
	return is_wp_error( $reply ) ? unreachable( $reply ) : understood( $reply );
}

/**
 * Returns the headers of a call.
 *
 * @param string $token Token of the archive's API; '' where it needs none.
 * @return array<string, string>
 */
function headers_for( string $token ): array {
	$headers = array(
		'Content-Type' => 'application/json',
		'Accept'       => 'application/json',
	);
	if ( '' !== $token ) {
		$headers['Authorization'] = 'Bearer ' . $token;
	}
	return $headers;
}

/**
 * Returns what an editor is told when no answer came.
 *
 * @param WP_Error $error What WordPress says.
 */
function unreachable( WP_Error $error ): WP_Error {
	if ( false !== stripos( $error->get_error_message(), 'timed out' ) ) {
		return failure( 'too_slow', 504, __( 'The archive takes too long to answer. Try again in a while; your story can be saved meanwhile.', 'telusur-baca-juga' ) );
	}
	return failure( 'unreachable', 502, __( 'The archive does not answer now. Try again in a while; your story can be saved meanwhile.', 'telusur-baca-juga' ) );
}

/**
 * Returns the suggestions that a reply holds, or what an editor is told in their place.
 *
 * @param array $reply A reply of the archive.
 * @return array[]|WP_Error
 */
function understood( array $reply ) {
	$status = (int) wp_remote_retrieve_response_code( $reply );
	if ( 400 === $status ) {
		return failure( 'no_draft', 400, __( 'There is too little text for suggestions yet. Write a headline and a paragraph first.', 'telusur-baca-juga' ) );
	}
	if ( 401 === $status ) {
		return failure( 'wrong_token', 502, __( 'The archive does not accept the token. Ask an administrator to check Settings → Baca Juga.', 'telusur-baca-juga' ) );
	}
	if ( 429 === $status ) {
		return failure( 'busy', 503, __( 'The archive is asked too often now. Try again in a minute.', 'telusur-baca-juga' ) );
	}
	$answer = json_decode( wp_remote_retrieve_body( $reply ), true );
	if ( 200 !== $status || ! is_array( $answer ) || ! is_array( $answer['suggestions'] ?? null ) ) {
		return failure( 'no_answer', 502, __( 'What answers at the archive’s address is no archive, or it is out of order. Ask an administrator to check Settings → Baca Juga.', 'telusur-baca-juga' ) );
	}
	return array_values( array_filter( array_map( __NAMESPACE__ . '\\suggestion', $answer['suggestions'] ) ) );
}

/**
 * Returns a suggestion as the editors' scripts take it; null for what cannot be linked.
 *
 * Whatever the archive holds, the address is one of the web, and no headline runs a shortcode when it is published.
 *
 * @param mixed $found A suggestion of the archive.
 * @return array<string, string>|null
 */
function suggestion( $found ) {
	if ( ! is_array( $found ) || ! is_string( $found['url'] ?? null ) || ! is_string( $found['title'] ?? null ) ) {
		return null;
	}
	$url   = esc_url_raw( $found['url'], array( 'http', 'https' ) );
	$url   = str_replace( array( '[', ']' ), array( '%5B', '%5D' ), $url );
	$title = trim( preg_replace( '/\s+/u', ' ', strip_shortcodes( $found['title'] ) ) );
	if ( '' === $url || '' === $title ) {
		return null;
	}
	$reasons = is_array( $found['reasons'] ?? null ) ? array_filter( $found['reasons'], 'is_string' ) : array();
	$moment  = is_string( $found['published'] ?? null ) ? strtotime( $found['published'] ) : false;
	return array(
		'url'     => $url,
		'title'   => $title,
		'kind'    => is_string( $found['label'] ?? null ) ? $found['label'] : '',
		'reasons' => implode( '; ', $reasons ),
		'date'    => false === $moment ? '' : (string) wp_date( (string) get_option( 'date_format' ), $moment ),
	);
}

/**
 * Returns an error as the REST API sends it.
 *
 * @param string $code    Name of the error.
 * @param int    $status  HTTP status.
 * @param string $message What the editor reads.
 */
function failure( string $code, int $status, string $message ): WP_Error {
	return new WP_Error( 'telusur_' . $code, $message, array( 'status' => $status ) );
}
